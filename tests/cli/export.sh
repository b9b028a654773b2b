#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# export.sh - what is exported and added to an empty archive is the same archive: export.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

other() { "$indexer" --archive "$dir/b" "$@"; }
# hashes ARCHIVE: id and content hash of all, as the daemon tells them
hashes() {
    "$indexer" --archive "$1" list | cut -f1 | xargs -d '\n' "$indexer" --archive "$1" show --json
}

cat >"$dir/odd.jsonl" <<'J'
{"id":"o1","title":"Tabs\tand \"quotes\" \\ back","text":"One.\n\nTwo – Erdemoğlu’s.","date":"1999-03","authors":["Ann Poe","Bo Roe"],"tags":["a, b","c"],"url":"https://x.example/1","lang":"en","summary":"In short.","updated":"1999-04-01","section":"News","source":"Vale Post","desk":"north","ranks":[1,2.5,{"x":null}]}
{"id":"o2","title":"No text, no date"}
{"id":"o3","text":"No title: 😀 and a\u2028line.","date":"2001-02-03T04:05:06Z"}
{"id":"a/b c?d","title":"An odd id","text":"It has a slash.","date":"2001"}
J
articles 1200 >"$dir/many.jsonl"
run add "$dir/odd.jsonl" >/dev/null && run add "$dir/many.jsonl" >/dev/null && run add "$(dirname "$0")/../articles" >/dev/null ||
    fail 'setting up'
run delete n7 n8 >/dev/null

count=$(run list | wc -l)
run export >"$dir/out.jsonl" 2>"$dir/err" || fail 'export ends well'
grep -qx "exported $count articles" "$dir/err" || { fail 'and says how many there were'; cat "$dir/err"; }
[ "$(wc -l <"$dir/out.jsonl")" -eq "$count" ] || fail 'each article is a line'
grep -q '^{"id":"n7"' "$dir/out.jsonl" && fail 'a deleted article is not exported'
expect 'export | add - into an empty archive adds them all' 0 "^added $count, updated 0, unchanged 0, copies 1, failed 0, " \
    sh -c '"$0" --archive "$1/a" export | "$0" --archive "$1/b" add -' "$indexer" "$dir"
lacks 'without a warning' warning
run list --json >"$dir/a.list"
other list --json >"$dir/b.list"
cmp "$dir/a.list" "$dir/b.list" || fail 'both list the same, in the same order'
hashes "$dir/a" >"$dir/a.all"
hashes "$dir/b" >"$dir/b.all"
cmp "$dir/a.all" "$dir/b.all" || fail 'and show the same, content hashes too'
grep -c content_hash "$dir/a.all" | grep -qx "$count" || fail 'all of them'
expect 'added to the archive itself nothing changes' 0 "^added 0, updated 0, unchanged $count," run add "$dir/out.jsonl"
other export 2>/dev/null | cmp - "$dir/out.jsonl" || fail 'exported again it is the same bytes'

# One snapshot: what is added while it is written is not in it, and it does not break off.
mkfifo "$dir/pipe"
"$indexer" --archive "$dir/a" export >"$dir/pipe" 2>"$dir/err" &
pid=$!
exec 3<"$dir/pipe"
read -r first <&3
articles 1300 30000 >"$dir/more.jsonl"
run add "$dir/more.jsonl" >/dev/null && run compact >/dev/null && run delete n1 >/dev/null || fail 'a writer goes on meanwhile'
{ printf '%s\n' "$first"; cat <&3; } >"$dir/slow.jsonl"
exec 3<&-
wait "$pid" || { fail 'an export that is overtaken ends well'; cat "$dir/err"; }
cmp "$dir/slow.jsonl" "$dir/out.jsonl" || fail 'and is of the archive as it was'

# Damage costs the damaged article alone.
articles 3 5000 >"$dir/few.jsonl"
"$indexer" --archive "$dir/c" add "$dir/few.jsonl" >/dev/null
printf '\377' | dd of="$dir/c/text/000001.seg" bs=1 seek=150 conv=notrunc status=none
expect 'a damaged article is named' 1 '^indexer: article at byte ' "$indexer" --archive "$dir/c" export
holds 'the others are out' '^\{"id":"n5002"'
holds 'and counted' '^exported 2 articles; those named above are damaged$'
expect 'no archive is none' 1 'no archive at' "$indexer" --archive "$dir/none" export
expect 'export takes no argument' 2 "export: takes no 'x'" run export x
expect 'what cannot be written is told' 1 '^indexer: cannot write .*: No space left' sh -c '"$0" --archive "$1/a" export >/dev/full' "$indexer" "$dir"

# What was stored comes back, however long its line is; what could be no article does not cost the rest.
{ printf 'A long day\n\n'; yes '"""" \\\\ moot """" \\\\' | head -n 450000; } >"$dir/long.txt"
"$indexer" --archive "$dir/l" add "$dir/long.txt" >/dev/null || fail 'a long article is added'
"$indexer" --archive "$dir/l" export >"$dir/long.jsonl" 2>/dev/null
[ "$(wc -c <"$dir/long.jsonl")" -gt 16777216 ] || fail 'its line is over 16 MiB'
expect 'it is added from its export' 0 'added 1, .*failed 0' "$indexer" --archive "$dir/m" add "$dir/long.jsonl"
"$indexer" --archive "$dir/m" export 2>/dev/null | cmp -s - "$dir/long.jsonl" || fail 'and is the same'
{ printf '{"title":"x","ranks":['; yes 1, | head -n 8500000 | tr -d '\n'; printf '1]}\n{"id":"b","title":"Behind it"}\n'; } >"$dir/dense.jsonl"
expect 'a line of too many values is refused' 1 'dense.jsonl:1: the line is over 16 MiB and holds too much for one article' run add "$dir/dense.jsonl"
holds 'and costs no other' 'added 1, '
exit $((failures > 0))
