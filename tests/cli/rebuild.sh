#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# rebuild.sh - the index made anew from the stored articles equals the first: rebuild.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

# answers ARCHIVE: everything that can be asked of it, but for times and the snapshot's name
answers() {
    "$indexer" --archive "$1" list --json
    for q in report 'report 12' '"heard report 9"' budget minister '"tax cuts"' 'house -vale' 'title:report' 'date:2019-03' 'mins*' 'hosue'; do
        for sort in relevance newest oldest; do
            "$indexer" --archive "$1" search --json --per-page 100 --sort "$sort" "$q" | sed 's/"took_ms":[0-9.]*//; s/"snapshot":{[^}]*}//'
        done
    done
}
articles 1200 >"$dir/many.jsonl"
articles 40 3000 >"$dir/few.jsonl"
run add "$dir/many.jsonl" >/dev/null && run add "$(dirname "$0")/../articles" >/dev/null && run add "$dir/few.jsonl" >/dev/null || fail 'setting up'
articles 30 | sed 's/Report number/Report revised/; s/at length/briefly/' >"$dir/changed.jsonl"
expect 'some change' 0 'updated 30' run add "$dir/changed.jsonl"
run delete n41 n3001 >/dev/null
run add "$dir/many.jsonl" >/dev/null # n41 is back, and the 30 as they were
run delete n41 >/dev/null
# The same at once, into a new archive: among articles of one day the last put is the last.
{ "$indexer" --archive "$dir/b" add "$dir/many.jsonl" "$(dirname "$0")/../articles" "$dir/few.jsonl" "$dir/changed.jsonl" "$dir/many.jsonl" &&
    "$indexer" --archive "$dir/b" delete n41 n3001 && "$indexer" --archive "$dir/b" compact --forget; } >/dev/null 2>&1 || fail 'a first build'
answers "$dir/b" >"$dir/want"
count=$(run list | wc -l)
expect 'rebuild says what it made' 0 "^rebuilt: $count articles of [0-9]+ stored records$" run rebuild --jobs 2
answers "$dir/a" >"$dir/got"
cmp "$dir/want" "$dir/got" || fail 'the same articles and the same answers as a first build'
expect 'or an event' 0 "^\{\"event\":\"finished\",\"articles\":$count,\"records\":[0-9]+,\"damaged\":0\}$" run rebuild --json
expect 'deleted articles stay deleted' 1 "no article 'n41'" run show n41
expect 'it is whole' 0 "^whole: 2 databases, [0-9]+ stored records, $count articles" run check
expect 'and goes on' 0 '^added 1, ' sh -c 'printf "{\"id\":\"after\",\"title\":\"After it\"}" | "$0" --archive "$1/a" add -' "$indexer" "$dir"
expect 'with what was there' 0 '^added 1, updated 0, unchanged 39,' run add "$dir/few.jsonl"
run delete after n3001 >/dev/null # n3001 was back

# An index that is damaged, in part or whole, or gone.
cp -r "$dir/a" "$dir/whole"
again() { rm -rf "$dir/a" && cp -r "$dir/whole" "$dir/a"; }
mended() {
    expect "$1: rebuild mends it" 0 '^rebuilt: ' run rebuild
    expect "$1: it is whole then" 0 '^whole: ' run check
    answers "$dir/a" >"$dir/got"
    cmp "$dir/want" "$dir/got" || fail "$1: as a first build is"
    left=$(cd "$dir/a" && ls -A | grep -vxF -e XAPIANDB -e lock -e text -e "$(sed -n 's/^auto //p' XAPIANDB)")
    [ -z "$left" ] || fail "$1: left behind: $left"
}
again
for file in "$dir"/a/run-*/postlist.glass "$dir"/a/run-*/docdata.glass; do
    head -c 8192 /dev/zero | tr '\0' 'x' | dd of="$file" bs=1 seek=4096 conv=notrunc status=none
done
expect 'check tells of rebuild where the articles are whole' 1 "^  to mend it: run 'indexer rebuild'" run check
mended 'a damaged run'
again
rm -r "$dir"/a/delta-*
expect 'an archive without its delta names rebuild' 1 "'indexer rebuild' makes the index anew" run add "$dir/few.jsonl"
mended 'a lost delta'
again
rm -r "$dir"/a/run-* "$dir/a/XAPIANDB"
expect 'so does one without its XAPIANDB' 1 "XAPIANDB is gone; 'indexer rebuild' makes" run add "$dir/few.jsonl"
mended 'a lost XAPIANDB'
again
printf 'half' >"$dir/a/XAPIANDB"
mended 'a damaged XAPIANDB'
again
printf 'half a record' >>"$dir/a/text/000001.seg"
expect 'what a crash left at the end is told' 1 'hold none from byte' run rebuild
expect 'and cut off' 0 '^whole: ' run check

# Damaged articles are left out, the rest is in.
again
size=$(wc -c <"$dir/a/text/000001.seg")
printf 'XXXX' | dd of="$dir/a/text/000001.seg" bs=1 seek=$((size / 2)) conv=notrunc status=none
rm -r "$dir"/a/run-*
expect 'a damaged article is named' 1 '^indexer: .*byte [0-9]+' run rebuild
holds 'and the rest is in' '^rebuilt: [0-9]{4} articles of [0-9]+ stored records; 1 damaged places are left out$'
expect 'and searched' 0 'articles' run search report

expect 'no archive is none' 1 'no archive at' "$indexer" --archive "$dir/none" rebuild
[ ! -e "$dir/none" ] || fail 'and none is made'
expect 'rebuild takes no argument' 2 "rebuild: takes no 'x'" run rebuild x
exit $((failures > 0))
