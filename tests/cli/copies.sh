#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# copies.sh - the same articles are the same groups of copies, however they came: copies.sh INDEXER
. "$(dirname "$0")/expect.sh"

# verdict CODE SENTENCE: 0 is well
verdict() { [ "$1" -eq 0 ] || fail "$2"; }

# One line an article: its id, its group and whether it leads.
groups() {
    "$indexer" --archive "$1" export --newest 2>/dev/null |
        sed -n 's/^{"id":"\([^"]*\)".*"hustings":{[^}]*"group":"\([0-9a-f]*\)","leads":\([a-z]*\)}.*/\1 \2 \3/p' | sort
}
# story NUMBER: twenty-four words and more, of that story alone
story() { for word in $(seq 40); do printf 'story%sword%s ' "$1" "$word"; done; }
for number in 1 2 3; do
    printf '{"id":"wire%s","date":"2020-02-0%s","title":"Wire","text":"%s"}\n' "$number" "$number" "$(story $number)"
    printf '{"id":"paper%s","date":"2020-03-01","title":"Paper","text":"%s as told to us."}\n' "$number" "$(story $number)"
    printf '{"id":"late%s","title":"Undated","text":"%s"}\n' "$number" "$(story $number | cut -d' ' -f1-30)"
    printf '{"id":"own%s","date":"2020-01-0%s","title":"Own","text":"%s"}\n' "$number" "$number" "$(story 9$number)"
done >"$dir/all.jsonl"

expect 'copies are counted where articles are' 0 '^added 12, updated 0, unchanged 0, copies 6, failed 0, ' \
    "$indexer" --archive "$dir/a" add "$dir/all.jsonl"
groups "$dir/a" >"$dir/groups"
[ "$(wc -l <"$dir/groups")" -eq 9 ] && [ "$(grep -c 'wire. .* true' "$dir/groups")" -eq 3 ] && ! grep -q own "$dir/groups"
verdict $? 'the first published leads, the undated follow, and what has no copies is in no group'
expect 'stats tell them' 0 '^copies     6 of 3 stories$' "$indexer" --archive "$dir/a" stats
expect 'with --json too' 0 '"copies":6,"copied_stories":3' "$indexer" --archive "$dir/a" stats --json
expect 'a search shows them once' 0 'and 2 copies' "$indexer" --archive "$dir/a" search story2word3
expect 'or all of them' 0 '^3 articles' "$indexer" --archive "$dir/a" search --collapse none story2word3
expect 'another word is refused' 2 '--collapse takes group or none' "$indexer" --archive "$dir/a" search --collapse all x

same() {
    groups "$dir/$1" | cmp -s - "$dir/groups"
    verdict $? "$2"
}
"$indexer" --archive "$dir/a" export | "$indexer" --archive "$dir/b" add - >/dev/null
same b 'export | add - gives the same groups'
tac "$dir/all.jsonl" | while read -r line; do
    printf '%s\n' "$line" | "$indexer" --archive "$dir/c" add - >/dev/null
done
same c 'so does adding them one by one, the last first'
"$indexer" --archive "$dir/c" compact >/dev/null
same c 'and making one run of that'
"$indexer" --archive "$dir/c" rebuild >/dev/null
same c 'and a rebuild'
expect 'the archive is whole' 0 '' "$indexer" --archive "$dir/c" check
"$indexer" --archive "$dir/c" delete wire2 >/dev/null
groups "$dir/c" | grep -q 'paper2 .* true'
verdict $? 'the next leads when the first is deleted'
"$indexer" --archive "$dir/c" add "$dir/all.jsonl" >/dev/null
same c 'and follows again when that is back'

run=$(ls -d "$dir"/b/run-* 2>/dev/null || { "$indexer" --archive "$dir/b" compact >/dev/null; ls -d "$dir"/b/run-*; })
printf 'x' | dd of="$run/copies" bs=1 seek=70 conv=notrunc 2>/dev/null
expect 'check names a damaged file of keys' 1 '/copies' "$indexer" --archive "$dir/b" check
[ "$failures" -eq 0 ]
