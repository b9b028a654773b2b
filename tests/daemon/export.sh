#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# export.sh - whole results over HTTP: each form, slow clients, those that hang up, too many, a stop amid; and pages by
# cursor from the first to the last: export.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# metric NAME: its value now
metric() { curl -s -m 5 "http://$at/metrics" | grep -a "^$1 " | sed 's/.* //'; }
# becomes SENTENCE VALUE METRIC: within ten seconds
becomes() {
    for _ in $(seq 1 50); do
        [ "$(metric "$3")" = "$2" ] && break
        sleep 0.2
    done
    [ "$(metric "$3")" = "$2" ]
    verdict $? "$1"
}
# get TARGET CURL-ARGUMENTS...: into $dir/body and $dir/head
get() {
    target=$1
    shift
    curl -s -m 60 -g -D "$dir/head" -o "$dir/body" "$@" "http://$at$target"
}
# has SENTENCE FILE PATTERN
has() { tr -d '\r' <"$2" | grep -aqE -- "$3"; verdict $? "$1"; }
# is SENTENCE EXPECTED FOUND
is() { [ "$2" = "$3" ]; verdict $? "$1 ($3)"; }

# 3,000 articles of 6 kB, more than a socket holds; every tenth is told by two papers.
awk 'BEGIN {
    for (n = 0; n < 3000; n++) {
        text = ""
        for (w = 0; w < 750; w++) text = text " w" (n * 31 + w * w) % 9973
        copies = n % 10 ? 1 : 2
        for (c = 0; c < copies; c++)
            printf "{\"id\": \"n%d-%d\", \"title\": \"Note %d\", \"text\": \"The house of the Vale.%s\", \"date\": \"20%02d-%02d-%02d\", \"source\": \"%s\"}\n",
                n, c, n, text, n % 20, 1 + n % 12, 1 + n % 28, c ? "Herald" : "Courier"
    }
}' >"$dir/notes.jsonl"
add "$dir/notes.jsonl"
verdict $? 'the articles are added'
start --workers 2 --exports 3 --deadline-ms 20000
whole='/v1/export?fields=text&collapse=none'

# ---- forms
get '/v1/export?q=vale&collapse=none'
is 'every article is a line, and the last line tells of them' 3301 "$(wc -l <"$dir/body")"
has 'their number is told before' "$dir/head" '^X-Total-Count: 3300$'
has 'and the snapshot' "$dir/head" '^X-Snapshot: [0-9a-f]+-1$'
has 'it is a file of its own name' "$dir/head" '^Content-Disposition: attachment; filename="hustings-[-0-9a-f]+\.ndjson"$'
has 'and JSON Lines' "$dir/head" '^Content-Type: application/x-ndjson$'
sum=$(sed '$d' "$dir/body" | sed 's/^{"id":"\([^"]*\)".*/\1/' | sha256sum | cut -c1-64)
tail -n 1 "$dir/body" | grep -q "\"count\":3300,.*\"sha256\":\"$sum\".*\"complete\":true,\"count\":3300,\"next_cursor\":null"
verdict $? 'the sum is of its ids, a line each'
bad=0
while IFS= read -r line; do printf '%s\n' "$line" | "$bin/json_check" || bad=1; done <<L
$(sed -n '1p;77p;3301p' "$dir/body")
L
verdict $bad 'lines are JSON'
cp "$dir/body" "$dir/first"
get '/v1/export?q=vale'
is 'copies are shown once' 3001 "$(wc -l <"$dir/body")"
get '/v1/export?format=csv&collapse=none'
is 'a table has a row an article' 3301 "$(wc -l <"$dir/body")"
has 'and its type' "$dir/head" '^Content-Type: text/csv; charset=utf-8; header=present$'
get '/v1/export?q=vale&fields=permalink,content_hash&limit=1'
path=$(sed -n '1s/.*"permalink":"\([^"]*\)".*/\1/p' "$dir/body")
hash=$(sed -n '1s/.*"content_hash":"\([^"]*\)".*/\1/p' "$dir/body")
get "$path"
has 'an article is led to and proved' "$dir/body" "^\{\"id\":\"n.*\"content_hash\":\"$hash\",.*\"permalink\":\"${path%%\?*}"
get '/v1/export?format=bibtex&q=vale'
is 'BibTeX has an entry an article, and its manifest' 3001 "$(grep -c '^@' "$dir/body")"
get '/v1/export?format=ris'
is 'RIS has an entry an article' 3000 "$(grep -ac '^ER  - ' "$dir/body")"
get '/v1/export?format=csl'
"$bin/json_check" <"$dir/body" && [ "$(grep -c '^{' "$dir/body")" = 3000 ]
verdict $? 'CSL is a list of them'
get '/v1/export?format=manifest&q=vale&collapse=none'
"$bin/json_check" <"$dir/body" && grep -q "\"sha256\":\"$sum\"" "$dir/body"
verdict $? 'the manifest alone is the same'
get '/v1/export?q=vale&collapse=none' -I
has 'HEAD tells their number' "$dir/head" '^X-Total-Count: 3300$'
get "$whole"
cp "$dir/body" "$dir/plain"
get "$whole" -H 'Accept-Encoding: gzip'
has 'it is gzipped when asked' "$dir/head" '^Content-Encoding: gzip$'
[ "$(gzip -dc <"$dir/body" | sed '$d' | sha256sum)" = "$(sed '$d' "$dir/plain" | sha256sum)" ]
verdict $? 'and the same then'
if command -v zstd >/dev/null; then
    get "$whole" -H 'Accept-Encoding: zstd'
    [ "$(zstd -dcq <"$dir/body" | sed '$d' | sha256sum)" = "$(sed '$d' "$dir/plain" | sha256sum)" ]
    verdict $? 'as with zstd'
fi
becomes 'none is left behind' 0 hustings_exports
is 'and none was broken' 0 "$(metric hustings_exports_broken_total)"

# ---- clients that read slowly, and too many of them
# slow FILE RATE
slow() { curl -s -m 60 -g --limit-rate "$2" -D "$1.head" -o "$1" "http://$at$whole"; echo $? >"$1.code"; }
slow "$dir/slow" 2M &
slow=$!
"$bin/wire" "$port" stall 10 "$whole" &
one=$!
"$bin/wire" "$port" stall 10 "$whole" &
two=$!
becomes 'three are under way' 3 hustings_exports
get "$whole" -w '%{http_code}' >"$dir/code"
is 'a fourth is refused' 503 "$(cat "$dir/code")"
has 'and told when to ask again' "$dir/head" '^Retry-After: [0-9]+$'
has 'as a problem' "$dir/body" '"code":"exports_busy"'
curl -s -m 10 -o "$dir/search" -w '%{time_total}\n' "http://$at/v1/search?q=house&per_page=[1-50]" | sort -n >"$dir/times"
awk '{ if ($1 > 1) late = 1 } END { exit NR != 50 || late }' "$dir/times"
verdict $? "searches are answered meanwhile (half within $(sed -n 25p "$dir/times") s)"
# What is added meanwhile is not in them.
echo '{"id": "late", "title": "Late", "text": "The house of the Vale is late.", "date": "2030"}' >"$dir/late.jsonl"
add "$dir/late.jsonl"
[ "$(metric hustings_exports)" -ge 2 ]
verdict $? 'who reads nothing still has its place'
wait $one
is 'and gets all in the end' 0 $?
wait $two
is 'and so does the other' 0 $?
wait $slow
is 'who reads slowly does too' 0 "$(cat "$dir/slow.code")"
sed '$d' "$dir/plain" >"$dir/plain.all"
sed '$d' "$dir/slow" | cmp -s - "$dir/plain.all"
verdict $? 'and has what was there when it began'
becomes 'their places are free again' 0 hustings_exports
get '/v1/count?collapse=none'
has 'what was added is there for others' "$dir/body" '"total":3301,'

# ---- a client that hangs up
"$bin/wire" "$port" stall 60 "$whole" &
one=$!
becomes 'one is under way' 1 hustings_exports
kill $one
becomes 'who hangs up leaves nothing behind' 0 hustings_exports
is 'and is counted' 1 "$(metric hustings_exports_broken_total)"

# ---- an old snapshot, and its proof
"$bin/indexer" --archive "$dir/a" verify-result "$dir/first" >"$dir/verdict"
is 'the first export is proved, whatever was added' 0 $?
grep -q '^proved' "$dir/verdict"
verdict $? 'and told so'

first=$(tail -n 1 "$dir/first" | sed 's/.*"snapshot":"\([^"]*\)".*/\1/')
get "/v1/export?q=vale&collapse=none&snapshot=$first"
tail -n 1 "$dir/body" | grep -q "\"sha256\":\"$sum\""
verdict $? "and snapshot=$first gives it again"
# Broken off behind the 1,000th article, as a client knows it, and gone on with.
last=$(sed -n '1000s/^{"id":"\([^"]*\)".*/\1/p' "$dir/first")
get "/v1/export?q=vale&collapse=none&snapshot=$first&after=$last"
{ head -n 1000 "$dir/first"; sed '$d' "$dir/body"; } >"$dir/joined"
sed '$d' "$dir/first" | cmp -s - "$dir/joined"
verdict $? 'after= goes on where a client was cut off'
# What docs/exporting.md says to do then, as it stands there.
sed -n '/^    \[ -z "\$(tail -c 1 part.ndjson)"/,/^$/p' "$(dirname "$0")/../../docs/exporting.md" |
    sed "s/q=budget/q=vale -d collapse=none/;s/snapshot=[-0-9a-f]*/snapshot=$first/" >"$dir/recipe"
is 'how to go on is written' 3 "$(grep -c '^    ' "$dir/recipe")"
# go_on COMMAND...: $dir/part.ndjson as it is made of the first export by the command, then by the recipe
go_on() {
    "$@" <"$dir/first" >"$dir/part.ndjson"
    (cd "$dir" && u=http://$at sh ./recipe)
}
if command -v jq >/dev/null; then
    half=$(($(head -n 1000 "$dir/first" | wc -c) + 20))
    go_on head -c "$half"
    sed '$d' "$dir/part.ndjson" | cmp -s - "$dir/joined" && tail -n 1 "$dir/part.ndjson" | grep -q '"count":2300,"next'
    verdict $? 'a file that was cut amid a line is gone on with as is written'
    go_on head -c $((half - 21))
    sed '$d' "$dir/part.ndjson" | cmp -s - "$dir/joined"
    verdict $? 'so is one without the end of its last line'
    go_on head -n 1000
    sed '$d' "$dir/part.ndjson" | cmp -s - "$dir/joined"
    verdict $? 'and one that was cut between two'
    go_on cat
    cmp -s "$dir/first" "$dir/part.ndjson"
    verdict $? 'one that is whole is left as it is'
    go_on head -c 20
    is 'where no article is whole nothing is asked for' 0 "$(wc -c <"$dir/part.ndjson")"
fi
get "/v1/export?q=vale&snapshot=$first&after=late" -w '%{http_code}' >"$dir/code"
is 'behind an article that was not there then it does not' 400 "$(cat "$dir/code")"

# ---- pages by cursor
# walk QUERY: the ids of all pages
walk() {
    cursor='*'
    while [ -n "$cursor" ]; do
        curl -s -m 10 -g "http://$at/v1/search?$1&per_page=7&fields=id&cursor=$cursor" >"$dir/page"
        cursor=$(sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p' "$dir/page")
        sed 's/.*"results"://' "$dir/page" | grep -o '"id":"[^"]*"'
    done
}
for query in 'from=2010&to=2012&collapse=none' 'from=2010&to=2012&collapse=group' 'q=house+note&from=2018&collapse=none' \
    'from=2018&sort=oldest'; do
    total=$(curl -s -m 10 "http://$at/v1/count?$query" | sed 's/.*"total":\([0-9]*\),.*/\1/')
    walk "$query" >"$dir/ids"
    is "pages of 7 of $query have each article once" "$total $total" "$(wc -l <"$dir/ids") $(sort -u "$dir/ids" | wc -l)"
done
get '/v1/search?q=vale&sort=newest&page=100&per_page=100&cursor=*' -w '%{http_code}' >"$dir/code"
is 'a cursor and a page exclude each other' 400 "$(cat "$dir/code")"

# ---- a stop amid an export
slow "$dir/stopped" 500k &
one=$!
becomes 'an export is under way' 1 hustings_exports
kill -TERM "$pid"
wait "$pid"
is 'SIGTERM ends the daemon with 0' 0 $?
pid=
wait $one
[ "$(cat "$dir/stopped.code")" != 0 ]
verdict $? "the client sees that it broke off (curl: $(cat "$dir/stopped.code"))"
! grep -q '"hustings"' "$dir/stopped"
verdict $? 'and there is no last line'
finish
