#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# batch.sh - files of queries, counted and listed: batch.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

cat >"$dir/vale.jsonl" <<'J'
{"id":"a","title":"Mill closes","text":"The ministers promised tax cuts on the bridge.","date":"2019-05-06","source":"Vale Post","section":"north","author":"Ann Poe","tags":["mills"],"lang":"en","url":"https://vale.example/a"}
{"id":"b","title":"=Bridge, opens","text":"A minister cut the ribbon. No tax was named.","date":"2018-01-02","source":"Orr Gazette","section":"south","author":"Bo Roe","tags":["bridges"],"lang":"en"}
{"id":"c","title":"Un pont","text":"Le pont de la vallée, dit le ministre.","date":"2017","source":"Echo","lang":"fr"}
{"id":"d","title":"Undated wombat","text":"Nobody knows when the wombat slept.","source":"Echo"}
J
run add "$dir/vale.jsonl" >/dev/null || fail 'setting up'

# batch WORDS...: standard input as a file, into $dir/out and $dir/err
batch() {
    run search --batch - "$@" >"$dir/out" 2>"$dir/err"
    code=$?
    out=$(tr -d '\r' <"$dir/out")
}
# is SENTENCE CODE ROW...: the exit code, and the rows behind the first
is() {
    sentence=$1 wanted_code=$2
    shift 2
    wanted=$(printf '%s\n' "$@")
    got=$(printf '%s\n' "$out" | sed 1d)
    [ "$code" = "$wanted_code" ] && [ "$got" = "$wanted" ] && return
    fail "$sentence (exit $code)"
    printf '%s\n--- instead of\n%s\n' "$got" "$wanted"
    cat "$dir/err"
}
# first SENTENCE ROW
first() { [ "$(printf '%s\n' "$out" | sed 1q)" = "$2" ] || { fail "$1"; printf '%s\n' "$out" | sed 1q; }; }
# tells SENTENCE PATTERN: stderr does
tells() { grep -qE -- "$2" "$dir/err" || { fail "$1"; cat "$dir/err"; }; }
snapshot=$(run stats | sed -n 's/^snapshot *//p')

batch <<'Q'
q,note,from,to,source
minister,x,,,
"""tax cuts""",,,,"Vale Post,Echo"
tax,,2018,2018-12,
bridge,,,,-Orr Gazette
zebra,,,,
Q
first 'the columns of the file come first' 'q,note,from,to,source,total,first_date,last_date,snapshot,warnings,error'
is 'each query is counted as its row says' 0 \
    "minister,x,,,,2,2018-01-02,2019-05-06,$snapshot,," \
    "\"\"\"tax cuts\"\"\",,,,\"Vale Post,Echo\",1,2019-05-06,2019-05-06,$snapshot,," \
    "tax,,2018,2018-12,,1,2018-01-02,2018-01-02,$snapshot,," \
    "bridge,,,,'-Orr Gazette,1,2019-05-06,2019-05-06,$snapshot,," \
    "zebra,,,,,0,,,$snapshot,,"
grep -q "$(printf '\r')\$" "$dir/out" || fail 'rows end as RFC 4180 has them'
grep -q "'-Orr Gazette" "$dir/out" || fail 'what a spreadsheet would take for a formula is none'

batch <<'Q'
q,source
tax,"""Vale Post,Echo"""
tax,"""Vale Post"",Echo"
Q
is 'a value in quotes is one, and one that no article has is told' 0 \
    "tax,\"\"\"Vale Post,Echo\"\"\",0,,,$snapshot,\"no article has the source 'Vale Post,Echo'\"," \
    "tax,\"\"\"Vale Post\"\",Echo\",1,2019-05-06,2019-05-06,$snapshot,,"

printf 'minister\n"tax cuts"\n\nnamed, tax\nwombat\n' >"$dir/plain.txt"
run search --batch "$dir/plain.txt" >"$dir/out" 2>"$dir/err"
code=$? out=$(tr -d '\r' <"$dir/out")
first 'without a header lines are queries' 'q,total,first_date,last_date,snapshot,warnings,error'
is 'as they are typed, quotes and commas too' 0 "minister,2,2018-01-02,2019-05-06,$snapshot,," \
    "\"\"\"tax cuts\"\"\",1,2019-05-06,2019-05-06,$snapshot,," "\"named, tax\",1,2018-01-02,2018-01-02,$snapshot,," \
    "wombat,1,,,$snapshot,,"

printf '\357\273\277Q;label\r\ntax;A\r\npont;B\r\n;\r\n' >"$dir/in"
batch <"$dir/in"
is 'a mark, semicolons, another case and a table'"'"'s empty end do not matter' 0 \
    "tax,A,2,2018-01-02,2019-05-06,$snapshot,," "pont,B,1,2017,2017,$snapshot,,"
printf 'sep=,\nq\npont\n' >"$dir/in"
batch <"$dir/in"
is 'nor does a line for Excel' 0 "pont,1,2017,2017,$snapshot,,"
batch --source 'Vale Post' --to 2019 <<'Q'
q,to,lang
tax,,
tax,2018,
bridge,,fr
Q
is 'options hold for all rows, whose own dates stand in place of theirs' 0 "tax,,,1,2019-05-06,2019-05-06,$snapshot,," \
    "tax,2018,,0,,,$snapshot,," "bridge,,fr,0,,,$snapshot,,"
batch <<'Q'
q,match,in,section,author,tag
ribbon promised,any,,,,
ribbon promised,,,,,
bridge,,title,,,
tax,,,north,,
tax,,,,Bo Roe,
tax,,,,,mills
Q
is 'match, in, section, author and tag are read' 0 "ribbon promised,any,,,,,2,2018-01-02,2019-05-06,$snapshot,," \
    "ribbon promised,,,,,,0,,,$snapshot,," "bridge,,title,,,,1,2018-01-02,2018-01-02,$snapshot,," \
    "tax,,,north,,,1,2019-05-06,2019-05-06,$snapshot,," "tax,,,,Bo Roe,,1,2018-01-02,2018-01-02,$snapshot,," \
    "tax,,,,,mills,1,2019-05-06,2019-05-06,$snapshot,,"

long=$(printf 'word%.0s,' $(seq 500))
batch <<Q
q,from
tax,2016-13
pont,
"$long",
tax,2019,and,more
,2019
minister AND,
tax,"never, ever"
Q
is 'a bad row is told where it stands, and the others are answered' 1 \
    "tax,2016-13,,,,,,\"line 2: from '2016-13': that month does not exist; use YYYY, YYYY-MM or YYYY-MM-DD\"" \
    "pont,,1,2017,2017,$snapshot,," \
    "\"$long\",,,,,,,\"line 4: the query has more than 2000 bytes; shorten it\"" \
    ",,,,,,,line 5: has more cells than the header" \
    ",2019,,,,,,line 6: there is no query" \
    "minister AND,,2,2018-01-02,2019-05-06,$snapshot,\"$(run search --json 'minister AND' | grep -o "'AND'[^\"]*" | sed 1q)\"," \
    "tax,\"never, ever\",,,,,,\"line 8: from 'never, ever': does not begin with a year of four digits; use YYYY, YYYY-MM or YYYY-MM-DD\"" \
   
[ "$code" = 1 ] || fail 'and the run ends with 1'
tells 'on stderr too' '^indexer: stdin:2: from .2016-13.: '
tells 'with how many' '^indexer: 5 of 7 queries could not be answered$'
[ "$(printf '%s\n' "$out" | grep -c 'line [24568]: ')" = 5 ] || fail 'each bad row has its row'
printf '%s\n' "$out" | grep -q '^pont,,1,2017,2017,' || fail 'the rows behind a bad one are answered'
batch <<'Q'
q
"tax cuts"
Q
tells 'quotes that only the table needs are told' '^indexer: warning: stdin:2: the quotes '

printf 'q,label\ntax,A\nzebra ribbon,B\npont,C\n' >"$dir/in"
batch --hits <"$dir/in"
first 'hits are rows' 'label,q,rank,id,title,source,date,url,score,error'
case $out in *'
A,tax,1,'[ab]*'
A,tax,2,'[ab]*'
C,pont,1,c,Un pont,Echo,2017,,'[0-9]*.[0-9][0-9][0-9][0-9],) ;; *) fail 'the best first; no other reading of a query'; echo "$out" ;; esac
printf 'tax\n' >"$dir/in"
batch --hits=1 --sort oldest <"$dir/in"
is 'as many as asked, sorted as asked' 0 ",tax,1,b,\"'=Bridge, opens\",Orr Gazette,2018-01-02,,,"
printf '*\n' >"$dir/in"
batch --hits=all <"$dir/in"
is 'or all by date' 0 ',*,1,a,Mill closes,Vale Post,2019-05-06,https://vale.example/a,,' \
    ",*,2,b,\"'=Bridge, opens\",Orr Gazette,2018-01-02,,," ',*,3,c,Un pont,Echo,2017,,,' ',*,4,d,Undated wombat,Echo,,,,'
printf '*\n' >"$dir/in"
batch --hits=all --sort oldest --collapse none <"$dir/in"
is 'oldest first' 0 ',*,1,c,Un pont,Echo,2017,,,' ",*,2,b,\"'=Bridge, opens\",Orr Gazette,2018-01-02,,," \
    ',*,3,a,Mill closes,Vale Post,2019-05-06,https://vale.example/a,,' ',*,4,d,Undated wombat,Echo,,,,'
printf 'q,from\ntax,x\n' >"$dir/in"
batch --hits <"$dir/in"
[ "$code" = 1 ] && printf '%s\n' "$out" | grep -q "^,tax,,,,,,,,\"\?line 2: from 'x'" || fail 'a bad row has a row among hits'

printf 'tax\n' >"$dir/in"
batch --bom <"$dir/in"
[ "$(head -c 3 "$dir/out" | od -An -tx1 | tr -d ' ')" = efbbbf ] || fail '--bom begins with the mark'
printf 'q,label,from\ntax,A,\ntax,,x\n' >"$dir/in"
batch --json <"$dir/in"
[ "$(printf '%s\n' "$out" | sed -n 1p)" = "{\"line\":2,\"label\":\"A\",\"q\":\"tax\",\"columns\":{\"q\":\"tax\",\"label\":\"A\",\"from\":\"\"},\"total\":2,\"first_date\":\"2018-01-02\",\"last_date\":\"2019-05-06\",\"snapshot\":\"$snapshot\",\"warnings\":[],\"error\":null}" ] ||
    { fail '--json is a line each'; printf '%s\n' "$out"; }
printf '%s\n' "$out" | sed -n 2p | grep -q '^{"line":3,"label":null,"q":"tax","error":"line 3: from ' || fail 'a bad one too'
printf 'pont\n' >"$dir/in"
batch --json --hits=5 <"$dir/in"
printf '%s\n' "$out" | grep -qE '^\{"line":1,"label":null,"q":"pont","rank":1,"id":"c","title":"Un pont","source":"Echo","date":"2017","url":null,"score":[0-9.]+,"error":null\}$' || fail 'hits as JSON'

# A whole run is of one snapshot, also when the archive changes meanwhile.
mkfifo "$dir/pipe"
run search --batch "$dir/pipe" >"$dir/out" 2>"$dir/err" &
exec 3<>"$dir/pipe" # both, so as not to wait for a reader that failed
yes minister | head -n 100 >&3
until_true 10 grep -q minister "$dir/out"
echo '{"id":"e","title":"Late","text":"A minister came late.","date":"2020"}' | run add - >/dev/null
echo '{"id":"b","title":"Bridge","text":"A minister.","date":"2015"}' | run add - >/dev/null
yes minister | head -n 5000 >&3
exec 3>&-
wait $!
[ "$(cut -d, -f2-5 "$dir/out" | sed 1d | sort -u)" = "2,2018-01-02,2019-05-06,$snapshot" ] ||
    { fail 'all queries are answered from one snapshot'; cut -d, -f2-5 "$dir/out" | sort | uniq -c; cat "$dir/err"; }

expect 'a table without q is told' 1 "names no column 'q'" sh -c "printf 'from,to\n2016,2017\n' >'$dir/t.csv'; '$indexer' --archive '$dir/a' search --batch '$dir/t.csv'"
expect 'a file that is not there is told' 1 'nowhere' run search --batch "$dir/nowhere"
expect 'a query beside a file is wrong use' 2 'takes its queries from the file' run search --batch "$dir/plain.txt" tax
expect '--hits without a file is wrong use' 2 'go with --batch' run search --hits tax
expect 'so are too many hits' 2 'hits' run search --batch "$dir/plain.txt" --hits=10001
exit $((failures > 0))
