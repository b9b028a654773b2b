#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# commands.sh - the command table, and what is asked of an archive: commands.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

cat >"$dir/vale.jsonl" <<'J'
{"id":"old","title":"Mill opens","text":"The mill on the Orr opened.","date":"1999","source":"Vale Post","lang":"en"}
{"id":"new","title":"Mill\tcloses","text":"The mill on the Orr closed.\n\nFor good, it is said.","date":"2019-05-06","source":"Vale Post","lang":"en","author":["Ann Poe","Bo Roe"],"tags":["mills"],"desk":"north"}
{"id":"none","title":"Mills we knew","text":"Nobody knows when.","source":"Orr Gazette"}
J

# The table.
expect 'help is help' 0 '^usage: indexer' "$indexer" --help
for command in add delete show list stats search synonyms export check compact rebuild; do
    expect "help lists $command" 0 "^  $command " "$indexer" --help
    expect "$command has its own help" 0 "^usage: indexer \[--archive DIR\] $command" "$indexer" "$command" --help
done
expect 'the version is told' 0 '^indexer [0-9]' "$indexer" --version
expect 'an unknown command is told apart' 2 "unknown command 'ad'; try" run ad
expect 'no command is wrong use' 2 "no command given; try 'indexer --help'" "$indexer"
expect 'an archive must be named' 2 'archive needs a folder' "$indexer" --archive

# No archive there.
for command in list stats check compact export rebuild 'show x' 'delete x' 'search x'; do
    # shellcheck disable=SC2086
    expect "$command needs an archive" 1 "^indexer: .*$dir/a" run $command
done
[ ! -e "$dir/a" ] || fail 'what only reads makes no archive'

expect 'the archive may come from the environment' 0 'added 3' env HUSTINGS_ARCHIVE="$dir/a" "$indexer" add "$dir/vale.jsonl"
expect 'or behind an equals sign' 0 'unchanged 3' "$indexer" --archive="$dir/a" add "$dir/vale.jsonl"

# list
expect 'list gives id, date and title' 0 '^old	1999	Mill opens$' run list
holds 'a tab in a title does not break the table' '^new	2019-05-06	Mill[? ]closes$'
[ "$(printf '%s\n' "$out" | cut -f1 | tr '\n' ' ')" = 'new old none ' ] || fail 'the newest comes first, undated last'
expect 'list as JSON' 0 '^\{"id":"none","date":null,"title":"Mills we knew","source":"Orr Gazette",' run list --json
expect 'list takes no argument' 2 "list: takes no 'x'" run list x

# show
expect 'show gives title and facts' 0 '^author    Ann Poe$' run show new
holds 'every author' '^          Bo Roe$'
holds 'facts we do not know' '^desk      north$'
holds 'and the text' '^For good, it is said\.$'
expect 'show takes several' 1 '^Mills we knew$' run show none nobody
holds 'and names those that are not there' "nobody"
expect 'show as JSON' 0 '^\{.*"id":"new".*"text":"The mill on the Orr closed' run show --json new
expect 'show needs an id' 2 "show: needs the id" run show

# stats
expect 'stats counts articles' 0 '^articles   3$' run stats
holds 'undated ones' '^undated    1$'
holds 'the first date' '^first      1999$'
holds 'the last date' '^last       2019-05-06$'
holds 'each source, the most frequent first' '^ +2  Vale Post$'
holds 'languages' '^ +2  en$'
expect 'stats as JSON' 0 '"sources":\[\{"value":"Vale Post","count":2\},\{"value":"Orr Gazette","count":1\}\]' run stats --json
holds 'bytes by part' '"bytes":\{"articles":[0-9]+,"runs":[0-9]+,"delta":[0-9]+,"all":[0-9]+\}'

# delete
expect 'an article is deleted' 0 '^deleted 1$' run delete old
expect 'and is gone' 1 "'old'" run show old
expect 'one that is not there is named, the other deleted' 1 "no article 'old'" run delete old none
holds 'as said' '^deleted 1$'
expect 'delete needs an id' 2 'delete: needs the id' run delete
expect 'a deleted article can come back' 0 'added 2, updated 0, unchanged 1' run add "$dir/vale.jsonl"

# compact
expect 'compact makes one run' 0 '^compacted: ' run compact --jobs 2
expect 'and has nothing more to do' 0 '^nothing to do' run compact
cp -r "$dir/a" "$dir/c"
"$indexer" --archive "$dir/c" delete old >/dev/null
expect 'after a deletion it has' 0 '^compacted: ' "$indexer" --archive "$dir/c" compact
expect 'once' 0 '^nothing to do' "$indexer" --archive "$dir/c" compact
rm -r "$dir/c"
expect 'and says so as events' 0 '^\{"event":"finished","index_bytes_before":[0-9]+,"index_bytes":[0-9]+\}$' run compact --json
holds 'from the first' '^\{"event":"started","command":"compact","archive":".*","paths":\[\]\}$'
expect 'what went wrong is one' 1 '^\{"event":"error","reason":"no archive at' "$indexer" --archive "$dir/none" compact --json
expect 'all is still there' 0 '^articles   3$' run stats
expect 'with its text' 0 'The mill on the Orr opened' run show old

# check
expect 'a whole archive is whole' 0 '^whole: [0-9]+ databases, [0-9]+ stored records, 3 articles$' run check
printf 'half a rec' >>"$dir/a/text/000001.seg"
expect 'what a crash left behind the end is no damage' 0 '^text/000001.seg: ends in bytes that were never committed' run check
mkdir "$dir/a/run-999999"
expect 'nor a run that did not end' 0 '^run-999999: is left from a run' run check
rmdir "$dir/a/run-999999"
"$indexer" --archive "$dir/b" add "$dir/vale.jsonl" >/dev/null
# A byte of the first record's packed text, behind its head.
printf '\377' | dd of="$dir/b/text/000001.seg" bs=1 seek=120 conv=notrunc status=none
expect 'a damaged article is named with what to do' 1 "^article '.*': " "$indexer" --archive "$dir/b" check
holds 'the segment too' '^text/000001.seg: '
holds 'and the way out' '^  to mend it: delete it and add it again$'
holds 'last the sum' '^damaged: .*problems$'
rm -r "$dir/b"
cp -r "$dir/a" "$dir/b"
run_name=$(cd "$dir/b" && echo run-*)
for file in forward blocks columns pairs; do
    printf '\252' | dd of="$dir/b/$run_name/$file" bs=1 seek=200 conv=notrunc status=none
    expect "a damaged file of $file is told" 1 "^$run_name/$file: .* is not what was written" \
        "$indexer" --archive "$dir/b" check
done
for table in postlist docdata; do
    size=$(($(wc -c <"$dir/b/$run_name/$table.glass") / 2))
    head -c 4096 /dev/zero | tr '\0' 'x' | dd of="$dir/b/$run_name/$table.glass" bs=1 seek="$size" conv=notrunc status=none
done
expect 'a damaged index is told' 1 "^$run_name/docdata: " "$indexer" --archive "$dir/b" check
holds 'with what to do' "^  to mend it: run 'indexer rebuild'"
holds 'and nothing is read from it' 'index: was not compared'
# A sanitizer needs more room than that to begin with.
if sh -c 'ulimit -v 1000000; "$0" --version' "$indexer" >/dev/null 2>&1; then
    expect 'check asks little memory for large docids' 0 '^whole' \
        sh -c 'ulimit -v 1000000; "$0" --archive "$1" check' "$indexer" "$dir/a"
fi
expect 'check takes no argument' 2 "check: takes no 'x'" run check x
exit $((failures > 0))
