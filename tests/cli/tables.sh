#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tables.sh - tables, other names of keys, and dates in numbers, asked of the real binary: tables.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

cat >"$dir/t.csv" <<'C'
id,headline,body,published,source
c1,"Budget, at last","It
rained.",06/12/2019,Gazette
c2,Short row
c3,Minister resigns,"She said ""no"".",16/12/2019,Gazette
c4,Late vote,It was late.,06/12/2019,Herald
C
expect 'a bad row is named and the rest goes in' 1 't.csv:4: has fewer cells than the header' run add --quarantine "$dir/q" "$dir/t.csv"
holds 'and counted' '^added 3, updated 0, unchanged 0, copies 0, failed 1, warnings 1'
holds 'a day in numbers that nothing tells is left out' "t.csv:6: warning: date '06/12/2019' left out: .*--date-order"
expect 'one is read as its source writes others' 0 '"date":"2019-12-06"' run show --json c1
expect 'line ends in quotes are kept' 0 'It.nrained' run show --json c1
expect 'the article without a date is there' 0 '"date":null' run show --json c4
expect 'the quarantine keeps the row under its header' 0 '^id,headline' cat "$dir"/q/records/*
sed -i 's/Short row/Short row,Mended.,2019,Gazette/' "$dir"/q/records/*
expect 'and is added when mended' 0 '^added 1, updated 0' run add --format csv "$dir/q/records"
expect 'an order that is said is used' 0 '^added 0, updated 2, unchanged 1, failed 1|^added 0, updated 2' sh -c '"$0" --archive "$1" add --date-order mdy "$2" || true' "$indexer" "$dir/a" "$dir/t.csv"
expect 'for all' 0 '"date":"2019-06-12"' run show --json c4
expect 'another order is wrong use' 2 "date-order takes dmy, mdy or ymd, not 'dym'" run add --date-order dym "$dir/t.csv"
expect 'a table is told by content' 0 'added 0, updated 0, unchanged 1' sh -c 'printf "id,title,text,date,source\nc3,Minister resigns,\"She said \"\"no\"\".\",16/12/2019,Gazette\n" | "$0" --archive "$1" add -' "$indexer" "$dir/a"

printf 'kop;tekst;wie\nOne;It rained.;Ann Poe|Bo Roe\n' >"$dir/nl.csv"
printf '{"kop":"Two","deep":{"tekst":"It poured."}}\n' >"$dir/nl.jsonl"
printf '# theirs = ours\nkop = title\ntekst = text\ndeep.tekst = text\nwie = author\n' >"$dir/map"
expect 'a header without title or text is refused' 1 "nl.csv:1: its first row names no column 'title' or 'text'; say which they are with --map" run add "$dir/nl.csv"
expect 'a map says which they are' 0 '^added 2, ' run add --map "$dir/map" "$dir/nl.csv" "$dir/nl.jsonl"
expect 'and what is in them is found' 0 'Two' run search poured
echo 'kop = titel' >"$dir/map"
expect 'a wrong map is wrong use' 2 "map: line 1: 'titel' is no key of ours: id, title" run add --map "$dir/map" "$dir/nl.csv"
printf '{"id":"de1","title":"Haushalt","text":"Der Minister sagte am Freitag, dass die Häuser für das nächste Jahr gebaut werden. Die Opposition hat es nicht gehört, und auch die Abstimmung ist erst am Abend angesetzt."}\n' >"$dir/de.jsonl"
sed 's/de1/fi1/; s/{/{"lang":"fi",/' "$dir/de.jsonl" >"$dir/fi.jsonl"
expect 'a language that nobody says is told by the text' 0 'added 2' run add "$dir/de.jsonl" "$dir/fi.jsonl"
expect 'and filters' 0 'de1' run search --lang de Opposition
lacks 'what the article says stands' 'fi1'
expect 'the stemmer follows it' 0 'de1' run search --lang de haus
exit $((failures > 0))
