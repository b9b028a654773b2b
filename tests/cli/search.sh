#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# search.sh - searching in a terminal: search.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

cat >"$dir/vale.jsonl" <<'J'
{"id":"a","title":"Mill closes","text":"The ministers promised tax cuts on the bridge.","date":"2019-05-06","source":"Vale Post","section":"north","author":"Ann Poe","tags":["mills"],"lang":"en"}
{"id":"b","title":"Bridge opens","text":"A minister cut the ribbon. No tax was named.","date":"2018-01-02","source":"Orr Gazette","section":"south","author":"Bo Roe","tags":["bridges"],"lang":"en"}
{"id":"c","title":"Un pont","text":"Le pont de la vallée, dit le ministre.","date":"2017","source":"Echo","lang":"fr"}
J
run add "$dir/vale.jsonl" >/dev/null || fail 'setting up'

# ids WORDS...: the ids found, in order, as "a b "
ids() { run search --json "$@" 2>/dev/null | grep -oE '"id":"[a-z]","url"' | cut -d'"' -f4 | tr '\n' ' '; }
# finds SENTENCE IDS WORDS...
finds() {
    sentence=$1 wanted=$2
    shift 2
    got=$(ids "$@")
    [ "$got" = "$wanted" ] || fail "$sentence: '$got' instead of '$wanted'"
}

expect 'words are found in their forms' 0 'Mill closes' run search minister promises
holds 'the reading of the query is told' '^understood as: minister AND promises$'
holds 'and the number' '^1 article$'
holds 'date, source and id' '^ +2019-05-06  Vale Post  a$'
holds 'and the passage' 'ministers promised tax cuts'
lacks 'a pipe gets no bold' "$(printf '\033')"
expect 'a phrase is a phrase' 0 '^1 article$' run search '"tax cuts"'
lacks 'and read as it is' 'understood as'
expect 'nothing found is no failure' 0 '^0 articles$' run search zebra AND quagga
finds 'no query gives everything, newest first' 'a b c '
finds 'a word with a minus is the query, not an option' 'a ' tax -ribbon
finds 'what follows -- is query too' 'a ' --source 'Vale Post' -- tax
finds '--from is inclusive' 'a b ' --from 2018-01-02
finds '--to too' 'b c ' --to 2018-01
finds '--source filters' 'b ' --source 'orr gazette'
finds 'a comma is either' 'a b ' --source 'Vale Post,Orr Gazette'
finds 'a minus is not' 'b c ' --source=-'Vale Post'
finds 'quotes hold a value with a comma together' '' --source '"Vale Post,Orr Gazette"'
finds 'and end at the next one' 'a ' --source '"x, y","Vale Post"'
finds 'a value in quotes is excluded' 'b c ' --source='-"Vale Post"'
expect 'a value that no article has is told' 0 "^indexer: warning: no article has the source 'vale'; there is 'Vale Post'\$" run search --source vale tax
finds 'twice is both' '' --source 'Vale Post' --source Echo
finds '--section filters' 'a ' --section north
finds '--author filters' 'b ' --author 'Bo Roe'
finds '--tag filters' 'a ' --tag mills
finds '--lang filters' 'c ' --lang fr
finds '--in looks where it says' 'b ' --in title bridge
finds '--match any takes any word' 'a b ' --match any --sort newest promised ribbon
finds '--sort oldest turns the order' 'c b a ' --sort oldest
finds '--per-page cuts' 'a ' --per-page 1
finds '--page goes on' 'b ' --per-page 1 --page 2
expect 'further pages are offered' 0 '^page 1 of 3; the next by --page 2$' run search --per-page 1
holds 'results are numbered' '^  1\. Mill closes$'
expect 'numbers go on over pages' 0 '^  2\. Bridge opens$' run search --per-page 1 --page 2
expect 'a repaired query is told' 0 '^indexer: warning: ' run search '"tax'
expect 'when no article holds all, some are given and that is said' 0 'no article holds every word' run search zebra ribbon
expect '--json is the daemon'"'"'s answer' 0 '^\{"query":\{"q":"tax","understood_as":"tax","match":"all"' run search --json tax
holds 'with marks' '<mark>tax</mark>'

{
    printf '{"id":"long","title":"Minutes","text":"The harpsichord was tuned before noon.'
    for _ in 1 2 3 4 5 6; do printf ' Members of the committee then heard reports on roads, bridges and drains.'; done
    printf ' At the end a zither was bought.","date":"2001"}'
} >"$dir/long.json"
run add "$dir/long.json" >/dev/null || fail 'adding a long one'
expect 'words far apart are shown in two passages' 0 'harpsichord was tuned.* … .*zither was bought' run search harpsichord zither
expect '--fragments 1 shows one' 0 '^1 article$' run search --fragments 1 harpsichord zither
lacks 'of them' ' … '
expect '--snippet-length bounds it' 0 'Members of the committee' run search --snippet-length 160 --fragments 1 harpsichord
lacks 'at 160' '^ {5}.{165}'
expect 'without it it is longer' 0 '^ {5}.{200}' run search --fragments 1 harpsichord
expect 'too short a length is wrong use' 2 'snippet-length' run search --snippet-length 159 tax
expect 'so are three fragments' 2 'fragments' run search --fragments 3 tax
expect '--explain says what a result weighs' 0 '^   = +[0-9]+\.[0-9]{4}$' run search --explain minister
holds 'by words, forms and fields' '^ +[0-9]+\.[0-9]{4}  minister: minister.* in .*(title|body).*, counting [0-9.]+$'
expect 'where nothing is found it says what hindered' 0 '^ +1 without source=nobody$' run search --explain --source nobody harpsichord
expect '--recency counts age' 0 '^   x +0\.[0-9]{4}  recency$' run search --explain --recency 10 tax
expect 'not by less than a day' 2 'recency' run search --recency 0 tax
expect 'a bad date is wrong use' 2 "--from '2016-13'" run search --from 2016-13 tax
expect 'a bad choice is wrong use' 2 "--sort takes relevance, newest or oldest, not 'best'" run search --sort best tax
expect 'an unknown option is wrong use' 2 "unknown option '--fuzzy'" run search --fuzzy tax
expect 'a page beyond the last that can be had is wrong use' 2 'first 10000 results' run search --page 1001 tax
expect 'a query too long is wrong use' 2 '^indexer: ' run search "$(printf 'word%.0s ' $(seq 500))"

# An older snapshot: what was deleted since is counted, and no more is told of it.
before=$(run stats | sed -n 's/^snapshot *//p')
run delete long >/dev/null
expect 'a deleted article is not found' 0 '^0 articles$' run search zither
expect '--snapshot counts it as then' 0 '^1 article$' run search --snapshot "$before" zither
holds 'by its id' '^ +1\. long  \(withdrawn since\)$'
lacks 'alone' 'harpsichord|Minutes'
expect 'as the daemon has it' 0 '"snapshot":\{"id":"[^"]*","articles":[0-9]+,"newest":false\}.*"withdrawn":true' run search --json --snapshot "$before" zither
expect 'a batch may be of an older one' 0 "^zither,1,,,$before," sh -c 'echo zither | "$0" --archive "$1" search --batch - --snapshot "$2"' "$indexer" "$dir/a" "$before"
expect 'no snapshot is wrong use' 2 "has had no snapshot 'x'" run search --snapshot x zither
expect 'compact keeps the past' 0 '^compacted' run compact
expect 'and it is asked as before' 0 '^1 article$' run search --snapshot "$before" zither
expect '--forget does not' 0 '^compacted' run compact --forget
expect 'which is told' 1 "snapshot '$before' is no longer known" run search --snapshot "$before" zither
expect 'and there is no more to forget' 0 '^nothing to do' run compact --forget
if script -qec true /dev/null >/dev/null 2>&1; then
    TERM=xterm script -qec "'$indexer' --archive '$dir/a' search minister" "$dir/tty" >/dev/null 2>&1
    grep -q "$(printf '\033')\\[1mminister" "$dir/tty" || fail 'a terminal gets what was found in bold'
fi
exit $((failures > 0))
