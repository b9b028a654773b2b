#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# add.sh - adding articles, asked of the real binary: add.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

cat >"$dir/two.jsonl" <<'J'
{"_id": "one", "headline": "Budget passes", "body": "The house of the Vale agreed.", "published": "2019-04-02"}
{"id": "two", "title": "Minister resigns", "text": "She gave no reason.", "pubDate": "2019"}
J
cp "$dir/two.jsonl" "$dir/bad.jsonl"
printf '{"id": "three", "title": \n{"id": "four", "title": "Good", "text": "Still read."}\n' >>"$dir/bad.jsonl"

expect 'articles are added' 0 '^added 2, updated 0, unchanged 0, copies 0, failed 0, [0-9]+ articles/s$' run add "$dir/two.jsonl"
holds 'what is committed is said' '^committed 2 articles$'
expect 'the same again changes nothing' 0 'added 0, updated 0, unchanged 2' run add "$dir/two.jsonl"
lacks 'and commits nothing' 'committed'
expect 'a bad line is named and the rest goes in' 1 'bad.jsonl:3: is not JSON' run add "$dir/bad.jsonl"
holds 'and counted' '^added 1, updated 0, unchanged 2, copies 0, failed 1, '
printf '{"id": "four", "title": "Good", "text": "Still read."}\n' >"$dir/four.json"
expect 'the rest is in' 0 'added 0, updated 0, unchanged 1' run add "$dir/four.json"
sed -i 's/no reason/every reason/' "$dir/two.jsonl"
expect 'a changed article is updated' 0 'added 0, updated 1, unchanged 1' run add "$dir/two.jsonl"
printf '{"id":"twice","title":"First"}\n{"id":"twice","title":"Second"}\n' >"$dir/twice.jsonl"
expect 'of two records with one id the later wins' 0 'added 1, updated 1' run add "$dir/twice.jsonl"
expect 'and the earlier is gone' 0 'Second' run show twice

# Warnings are no failures.
printf '{"id":"when","title":"Some day","date":"2019-13"}\n' >"$dir/when.jsonl"
expect 'a date that cannot be read is a warning' 0 "when.jsonl:1: warning: date '2019-13'" run add "$dir/when.jsonl"
holds 'counted apart' 'added 1, updated 0, unchanged 0, copies 0, failed 0, warnings 1, '
printf 'Caf\351 budget\n\nThe caf\351 pays.\n' >"$dir/latin.txt"
expect 'another charset is converted and said' 0 'latin.txt: warning: is not UTF-8, read as Windows-1252' run add "$dir/latin.txt"
expect 'and found' 0 'Café budget' run list

# Folders.
mkdir -p "$dir/tree/b" "$dir/tree/.hidden"
for i in 1 2 3 4 5 6 7 8 9 10; do
    printf 'Story %s\n\nIt is told %s times.\n' "$i" "$i" >"$dir/tree/b/story$i.txt"
    printf '<html><head><title>Page %s</title></head><body><p>Seen %s times.</p></body></html>' "$i" "$i" >"$dir/tree/page$i.html"
    printf '{"id":"j%s","title":"Item %s"}\n' "$i" "$i" >"$dir/tree/item$i.json"
done
articles 30 >"$dir/tree/lines.jsonl"
printf 'Hidden\n' >"$dir/tree/.hidden/x.txt"
printf 'Hidden\n' >"$dir/tree/.x.txt"
: >"$dir/tree/empty.txt"
printf '\177ELF\0\1\2' >"$dir/tree/program"
ln -s .. "$dir/tree/b/loop"
ln -s nowhere "$dir/tree/dangling"
mkfifo "$dir/tree/pipe"
expect 'a folder of many formats is read' 1 '^added 60, updated 0, unchanged 0, copies 0, failed 3, ' run add "$dir/tree"
holds 'an empty file has no text' 'tree/empty.txt: has no text'
holds 'a program is of no format' 'tree/program: is of no format we read'
holds 'a link to nothing is named' 'tree/dangling: is a link to nothing'
lacks 'hidden files are passed over' 'hidden'
expect 'a file named itself is read though hidden' 0 'added 1' run add "$dir/tree/.x.txt"
expect 'a missing file is named with the reason' 1 'nowhere.txt: No such file or directory' run add "$dir/nowhere.txt"
if [ "$(id -u)" -ne 0 ]; then
    chmod 0 "$dir/tree/item1.json"
    expect 'an unreadable file is named' 1 'item1.json: cannot be opened: Permission denied' run add "$dir/tree/item1.json"
fi
mkdir "$dir/site"
cp "$dir/two.jsonl" "$dir/site/"
expect 'an archive among what is read is passed over' 0 'added 2, updated 0, unchanged 0, copies 0, failed 0' \
    "$indexer" --archive "$dir/site/archive" add "$dir/site"
expect 'again too' 0 'added 0, updated 0, unchanged 2, copies 0, failed 0' "$indexer" --archive "$dir/site/archive" add "$dir/site"
expect 'and told when it is named itself' 1 "a folder of this run's own" run add "$dir/a"

# Packed, and from standard input.
articles 3 100 | gzip >"$dir/p.gz"
articles 3 200 | zstd -q >"$dir/p.zst"
expect 'gzip is unpacked' 0 'added 3' run add "$dir/p.gz"
expect 'zstd is unpacked' 0 'added 3' run add "$dir/p.zst"
articles 2000 9000 | gzip | head -c 8000 >"$dir/cut.gz"
expect 'a cut file gives what it holds and is named' 1 'cut.gz: cannot be read to its end: ' run add "$dir/cut.gz"
lacks 'the whole lines before the cut are in' '^added 0'
articles 2 300 >"$dir/in.jsonl"
expect 'standard input is read' 0 'added 2' sh -c '"$0" --archive "$1" add - <"$2"' "$indexer" "$dir/a" "$dir/in.jsonl"
printf '{"title": broken\n' >"$dir/in.jsonl"
expect 'its bad lines are named' 1 'stdin:1: is not JSON' sh -c '"$0" --archive "$1" add - <"$2"' "$indexer" "$dir/a" "$dir/in.jsonl"
printf '{"title": a note in braces, no JSON}\n\nIt was said.\n' >"$dir/braces"
expect '--format settles what it is' 0 'added 1' run add --format text "$dir/braces"
printf '<h2>A fragment</h2><h1>Fragment heard</h1><p>Said in a fragment of a page, plainly.</p>' >"$dir/fragment"
expect 'an html fragment is read as told' 0 'added 1' run add --format html "$dir/fragment"
expect 'without its tags' 0 'Said in a fragment' run search fragment plainly
lacks 'truly without' '<p>'

# Feeds, item by item.
printf '<rss><channel><title>Wire</title>\n<item><title>Feed one</title></item>\n<item><guid>x:1</guid></item>' >"$dir/rss"
printf '<item><title>Feed two' >>"$dir/rss"
expect 'a feed cut short gives what it holds' 1 'added 2, .*failed 1, warnings 1' run add --quarantine "$dir/qf" "$dir/rss"
holds 'the item of nothing is named' 'rss:3: has neither title nor text'
holds 'and where it is not well-formed' "rss:3: warning: is not well-formed XML: ends before 'title' is closed"
sed -i 's|<guid>|<title>Feed three</title>&|' "$dir"/qf/records/*
expect 'an item put aside can be mended and added' 0 'added 1' run add "$dir/qf/records"

# Options.
printf 'Untitled source\n\nText.\n' >"$dir/s.txt"
expect '--source is given to those that name none' 0 'added 1' run add --source 'The Vale Post' "$dir/s.txt"
expect 'and kept' 0 'The Vale Post' run search 'source:"The Vale Post"'
expect '--jobs is taken' 0 'unchanged 2' run add --jobs 3 "$dir/two.jsonl"
expect '--verbose names every article' 0 '^unchanged	two$' run add --verbose "$dir/two.jsonl"
expect '--json tells events' 1 '^\{"event":"problem","where":".*bad.jsonl:3","file":".*/bad.jsonl","line":3,"reason":"is not JSON"\}$' run add --json "$dir/bad.jsonl"
holds 'the tally too' '^\{"event":"finished","added":0,"updated":1,"unchanged":2,"copies":0,"failed":1,"warnings":0,'
holds 'and the commit' '^\{"event":"committed","articles":1\}$'
[ "$(printf '%s\n' "$out" | grep -cv '^{.*}$')" -eq 0 ] || fail 'with --json every line is an object'

if command -v python3 >/dev/null; then
    odd="$dir/odd$(printf ':12\n\001\377')"
    printf '{"id":"odd\\u0001","title":"A\\tB","date":"2019-13"}\n{' >"$odd"
    out=$(run add --json --verbose --quarantine "$dir/qodd" "$odd" "$dir/tree" 2>/dev/null)
    printf '%s\n' "$out" | python3 -c 'import json, sys
known = {"started": "command archive paths", "article": "result id", "problem": "where file line reason",
         "warning": "where file line reason", "quarantined": "where file line record", "note": "reason",
         "committed": "articles", "progress": "phase done all articles articles_per_second seconds_left",
         "finished": "added updated unchanged failed warnings seconds articles_per_second"}
events = [json.loads(line) for line in sys.stdin]
for e in events:
    assert set(known[e["event"]].split()) <= set(e), e
names = [e["event"] for e in events]
assert names[0] == "started" and names[-1] == "finished" and {"problem", "warning", "quarantined", "article", "committed"} <= set(names), names
assert any(e["event"] == "problem" and e["line"] == 2 and e["file"].endswith("\ufffd") for e in events)' ||
        fail 'every event has its fields'
fi

# The quarantine.
printf '{"url": "http://v.test/x"}\n' >>"$dir/bad.jsonl"
expect 'bad records are put aside' 1 'failed 3' run add --quarantine "$dir/q" "$dir/bad.jsonl" "$dir/tree/program"
[ "$(cat "$dir/q/records/000001-bad-3.jsonl")" = '{"id": "three", "title": ' ] || fail 'a record is kept as it was given'
cmp -s "$dir/q/records/000003-program" "$dir/tree/program" || fail 'a whole file too, every byte'
grep -q "^000002-bad-5.jsonl	$dir/bad.jsonl:5	has neither title nor text" "$dir/q/reasons.tsv" || fail 'with the reason'
expect 'a second run fails on the same' 1 'failed 2' run add --quarantine "$dir/q" "$dir/bad.jsonl"
[ "$(ls "$dir/q/records" | wc -l)" -eq 3 ] && [ "$(wc -l <"$dir/q/reasons.tsv")" -eq 3 ] || fail 'which is not put aside twice'
printf '000009-cut' >>"$dir/q/reasons.tsv"
sed -i 's/title": $/title": "Mended"}/' "$dir/q/records/000001-bad-3.jsonl"
expect 'records are mended where they lie and added' 1 'added 1, .*failed 2' run add "$dir/q/records"
expect 'what was mended since is put aside anew' 1 '"failed":2,' run add --json --quarantine "$dir/q" "$dir/bad.jsonl"
holds 'which is told' '^\{"event":"quarantined","where":".*bad.jsonl:3","file":".*","line":3,"record":".*/q/records/000004-bad-3.jsonl"\}$'
[ "$(tail -1 "$dir/q/reasons.tsv" | cut -f1)" = 000004-bad-3.jsonl ] || fail 'on a line of its own, behind one that a crash cut off'
printf 'title,date\n"Row one",2019\n"Row two",2019,too,many\n' | gzip >"$dir/rows.csv.gz"
expect 'a row is put aside' 1 'added 1, .*failed 1' run add --quarantine "$dir/q" "$dir/rows.csv.gz"
sed -i 's/,too,many//' "$dir/q/records/000005-rows-3.csv"
expect 'with its header, to be mended' 0 'added 1, .*failed 0' run add "$dir/q/records/000005-rows-3.csv"
mkdir "$dir/qfull"
{ printf '{"'; head -c 3000 /dev/zero | tr '\0' x; } >"$dir/long.jsonl"
out=$( (trap '' XFSZ; ulimit -f 1; run add --quarantine "$dir/qfull" "$dir/long.jsonl") 2>&1 </dev/null)
holds 'a full disk is told' "cannot write '.*qfull/records/000001-long-1.jsonl': File too large"
[ -z "$(find "$dir/qfull" -type f -size +0)" ] || fail 'and leaves no half record, nor a reason without one'

# A dry run.
articles 2 500 >"$dir/dry.jsonl"
articles 1 500 >>"$dir/dry.jsonl"
cat "$dir/two.jsonl" >>"$dir/dry.jsonl"
before=$(cd "$dir/a" && find . -type f -exec md5sum {} + | sort)
expect 'a dry run says what would be done' 0 'would be added 2, updated 1, unchanged 2' run add --dry-run "$dir/dry.jsonl"
[ "$before" = "$(cd "$dir/a" && find . -type f -exec md5sum {} + | sort)" ] || fail 'and writes nothing'
expect 'article by article if asked' 0 '^added	n501$' run add --dry-run --verbose "$dir/dry.jsonl"
sed -i 's/Report number 500/Report number five hundred/; s/agreed to hear/would not hear/' "$dir/dry.jsonl"
run add "$dir/dry.jsonl" >/dev/null
sed -i 's/n500"/n502"/; s/would not hear/agreed to hear/; s/number 501/number five hundred and one/' "$dir/dry.jsonl"
expect 'it says which fields would change' 0 '^updated	n501	changed: title, text$' run add --dry-run --verbose "$dir/dry.jsonl"
holds 'and of how many articles' '^changed: title in 1, text in 1$'
expect 'also as an event' 0 '^\{"event":"article","result":"updated","id":"n501","changed":\["title","text"\]\}$' run add --dry-run --verbose --json "$dir/dry.jsonl"
holds 'with the tally' '"event":"finished","planned":true,"added":1,"updated":1,"unchanged":3,.*"failed":0,"warnings":0,"changed":\{"title":1,"text":1\}'
expect 'and so it comes' 0 '^added 1, updated 1, unchanged 3, .*failed 0' run add "$dir/dry.jsonl"
expect 'a dry run needs no archive' 0 'would be added 4, updated 0, unchanged 1, ' "$indexer" --archive "$dir/none" add --dry-run "$dir/dry.jsonl"
[ ! -e "$dir/none" ] || fail 'and makes none'

# Wrong use.
expect 'add without a path is wrong use' 2 "add: needs a file.*try 'indexer add --help'" run add
expect 'an unknown format is wrong use' 2 "text, json, html, feed, .* or csv, not 'xml'" run add --format xml "$dir/two.jsonl"
expect 'a number out of range is wrong use' 2 '--jobs takes a number from 1 to' run add --jobs 0 "$dir/two.jsonl"
expect 'an option without its value is wrong use' 2 '--source needs a value' run add --source
expect 'an unknown option is named' 2 "unknown option '--fast'" run add --fast "$dir/two.jsonl"
exit $((failures > 0))
