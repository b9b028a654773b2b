#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# boilerplate.sh - lines that sources put under their articles, learned, shown, kept and dropped: boilerplate.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

footer='Marrow and barley are why the Lantern asks for your donation.'
story() { # NUMBER
    printf 'Report number %d\n\n%d March 2019\n\nThe moot heard report %d at length.\n\n%s\n' "$1" "$1" "$1" "$footer"
}
key() { run boilerplate --json | sed -n 's/.*"key":"\([0-9a-f]*\)".*donation.*/\1/p'; }

mkdir "$dir/in"
for i in 1 2 3 4 5 6; do story $i >"$dir/in/$i.txt"; done
expect 'there is nothing to show without an archive' 1 "^indexer: .*$dir/a" run boilerplate
expect 'a few articles' 0 '^added 6,' run add --source Lantern "$dir/in"
expect 'teach nothing' 0 '^no line is known as boilerplate$' run boilerplate
expect 'and are found by their footer' 0 '^6 articles$' run search donation
i=7
while [ $i -le 20 ]; do
    story $i >"$dir/in/$i.txt"
    run add --source Lantern "$dir/in/$i.txt" >/dev/null || fail "adding $i"
    i=$((i + 1))
done
expect 'after twenty of that site, one by one, no search finds them by it' 0 '^0 articles$' run search --match all donation
expect 'all are found by what they say' 0 '^20 articles$' run search '"moot heard"'
lacks 'and shown without it' 'donation'
expect 'the stored text has it' 0 'donation' run show "$(run list --json | sed -n '1s/.*"id":"\([^"]*\)".*/\1/p')"
expect 'the line is listed by source' 0 '^Lantern$' run boilerplate
holds 'with key, state, count, an article and itself' "^  $(key)  learned +20  [^ ]+  $footer\$"
expect 'another source has none' 0 '^no line of that source' run boilerplate list --source Courier
expect 'as JSON' 0 '^\{"key":"[0-9a-f]{16}","source":"Lantern","state":"learned","articles":20,"sample":"[^"]+","line":"Marrow.*"\}$' \
    run boilerplate list --source lantern --json
expect 'the archive is whole' 0 '^whole: ' run check

expect 'a line is dropped by its key' 0 '^dropped 1, articles made anew 20$' run boilerplate drop "$(key)"
expect 'and is text again' 0 '^20 articles$' run search donation
story 21 >"$dir/in/21.txt"
run add --source Lantern "$dir/in/21.txt" >/dev/null || fail 'adding 21'
expect 'it is not learned again' 0 '  dropped +0  -  Marrow' run boilerplate
expect 'the same again changes nothing' 0 '^added 0, updated 0, unchanged 21' run add --source Lantern "$dir/in"
expect 'and kept' 0 '^kept 1, articles made anew 21$' run boilerplate keep "$(key)"
expect 'it is left out' 0 '^0 articles$' run search --match all donation
expect 'of older articles too, after a rebuild' 0 '^rebuilt: 21 articles' run rebuild
expect 'as it was' 0 '^0 articles$' run search --match all donation
holds 'nothing is said of it' '^0 articles$'
expect 'and the list' 0 '  kept +21  ' run boilerplate

expect 'a line that was never learned may be named' 0 '^kept 1, articles made anew 1$' \
    run boilerplate keep --source Lantern --line 'The moot heard report 5 at length.'
expect 'and is left out' 0 '^0 articles$' run search --match all '"heard report 5"'
expect 'what was said goes on' 0 '^kept 1, articles made anew 0$' \
    run boilerplate keep --source Lantern --line ' The moot  heard report 5 at length. '

run boilerplate drop "$(key)" >/dev/null || fail 'dropping'
run export >"$dir/all.jsonl" 2>"$dir/said" || fail 'exporting'
grep -q '^exported 21 articles, 2 lines of boilerplate$' "$dir/said" || fail 'an export counts its lines'
tail -n 1 "$dir/all.jsonl" | grep -q '^{"hustings":{"boilerplate":"[a-z]*"},"source":"Lantern","text":"' || fail 'they are its last lines'
[ "$(run export --newest 2>/dev/null | grep -c '"boilerplate"')" = 0 ] || fail 'but not of the newest alone'
expect 'a plan names no article that is a line' 0 'would be added 21, updated 0, unchanged 0, failed 0, lines of boilerplate 2' \
    "$indexer" --archive "$dir/b" add --dry-run "$dir/all.jsonl"
expect 'another archive takes them' 0 '^added 21, updated 0, unchanged 0, copies 0, failed 0, lines of boilerplate 2,' \
    "$indexer" --archive "$dir/b" add "$dir/all.jsonl"
run boilerplate --json | sort >"$dir/ours"
"$indexer" --archive "$dir/b" boilerplate --json | sort >"$dir/theirs"
cmp -s "$dir/ours" "$dir/theirs" || fail 'and knows the same'
expect 'what was dropped is text there, though it recurs' 0 '^21 articles$' "$indexer" --archive "$dir/b" search --match all donation
expect 'the same again changes nothing' 0 '^added 0, updated 0, unchanged 21,' "$indexer" --archive "$dir/b" add "$dir/all.jsonl"
run boilerplate keep "$(key)" >/dev/null || fail 'keeping'

expect 'an unknown key is named' 1 "^indexer: no line has the key 'abc'; " run boilerplate drop abc
expect 'the others are changed' 1 '^dropped 1, articles made anew 21$' run boilerplate drop abc "$(key)"
expect 'a wrong word is refused' 2 "takes list, keep or drop, not 'forget'" run boilerplate forget
expect 'keys and a line do not go together' 2 'keep takes keys, or --source and --line' run boilerplate keep --line x "$(key)"
expect 'a line needs its source' 2 'keep takes keys, or --source and --line' run boilerplate keep --line x
expect 'no key' 2 'drop takes keys' run boilerplate drop
expect 'list takes no keys' 2 'list takes only' run boilerplate list x
expect 'an empty line is none' 1 'boilerplate is one line of 1 to' run boilerplate keep --source Lantern --line ' '
expect 'help' 0 '^usage: ' run boilerplate --help

exit $((failures > 0))
