#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# searchd.sh - what befalls the files under a daemon that serves them: it says so, goes on, and is well once they are: searchd.sh BIN_DIR
. "$(dirname "$0")/../daemon/daemon.sh"

# many COUNT FROM WORD: as many articles
many() {
    awk -v n="$1" -v from="$2" -v word="$3" 'BEGIN { for (i = from; i < from + n; i++)
        printf "{\"id\":\"n%d\",\"title\":\"Note %d\",\"text\":\"The house of the Vale noted %s %d.\",\"date\":\"2019\"}\n", i, i, word, i }'
}
# asks SENTENCE STATUS PATTERN TARGET: within two seconds the answer is that
asks() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        code=$(curl -s -m 10 -o "$dir/body" -w '%{http_code}' "http://$at$4")
        [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" && break
        sleep 0.2
    done
    [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body"
    verdict $? "$1"
    [ "$code" = "$2" ] || { echo "  $code"; head -c 300 "$dir/body"; echo; }
}
files() { ls "/proc/$pid/fd" | wc -l; }

many 1500 1 first >"$dir/many.jsonl"
many 3 5000 small >"$dir/few.jsonl"
add "$dir/many.jsonl" && add "$dir/few.jsonl" && cp -r "$dir/a" "$dir/kept"
verdict $? 'the archive is made'
start --workers 2
asks 'it serves' 200 '"total":1500' '/v1/search?q=first&per_page=1'

fault
mv "$dir/a" "$dir/away"
asks 'the folder goes: 503' 503 '"code":"archive_missing"' '/v1/search?q=first'
asks 'it is not ready' 503 '"code":"archive_missing"' /readyz
asks 'but alive' 200 ok /healthz
fault
ln -s a "$dir/a"
asks 'the system does not open it: 503' 503 '"code":"archive_unreadable"' '/v1/search?q=first'
curl -s -D - -o "$dir/body" "http://$at/v1/articles/n1" | tr -d '\r' | grep -q '^Retry-After: 10$'
verdict $? 'with when to ask again'
asks 'nor is it ready' 503 '"code":"archive_unreadable"' /readyz
rm "$dir/a"
mv "$dir/away" "$dir/a"
asks 'it is back: so are the answers' 200 '"total":1500' '/v1/search?q=first&per_page=1'
asks 'and it is ready' 200 ready /readyz

# Another archive under the same name, with records of the same lengths at the same places.
sed 's/first/other/; s/small/moved/' "$dir/many.jsonl" >"$dir/other.jsonl"
fault
mv "$dir/a" "$dir/away"
add "$dir/other.jsonl"
asks 'the folder becomes another archive: its articles are found' 200 '"total":1500' '/v1/search?q=other&per_page=1'
asks 'and their own texts shown' 200 'noted <mark>other</mark> <mark>7</mark>\.' '/v1/search?q=other+7&per_page=1'
asks 'and the old ones gone' 200 '"total":0' '/v1/search?q=first&in=body'
rm -rf "$dir/a" && mv "$dir/away" "$dir/a"
asks 'and back again' 200 'noted <mark>first</mark> <mark>7</mark>\.' '/v1/search?q=first+7&per_page=1'

# damaged SENTENCE FILE: FILE is cut to 100 bytes while nobody looks, then mended
damaged() {
    fault
    cp "$dir/a/$2" "$dir/good"
    head -c 100 "$dir/good" >"$dir/bad"
    mv "$dir/bad" "$dir/a/$2"
    touch "$dir/a/XAPIANDB"
    asks "$1: the answer says that it is damaged, and no more" 503 '"code":"archive_damaged"' '/v1/search?q=first'
    grep -q "$dir" "$dir/body" && verdict 1 'without a path'
    asks "$1: it is alive" 200 ok /healthz
    mv "$dir/good" "$dir/a/$2"
    touch "$dir/a/XAPIANDB"
    asks "$1, mended" 200 '"total":1500' '/v1/search?q=first&per_page=1'
}
damaged 'XAPIANDB cut' XAPIANDB
damaged 'iamglass cut' delta-000002/iamglass
damaged 'postings cut' run-000002/postlist.glass
damaged 'documents cut' run-000002/docdata.glass

# The last text is overwritten.
fault
size=$(wc -c <"$dir/a/text/000001.seg")
printf 'XXXX' | dd of="$dir/a/text/000001.seg" bs=1 seek=$((size - 40)) conv=notrunc 2>/dev/null
asks 'a damaged text: the search answers for the others' 200 '"total":3,.*1 of these articles is damaged' '/v1/search?q=small'
asks 'with their texts' 200 'noted <mark>small</mark> 5001' '/v1/search?q=small'
asks 'the article itself is a 503' 503 archive_damaged /v1/articles/n5002
cp "$dir/kept/text/000001.seg" "$dir/a/text/000001.seg"
asks 'until it is mended' 200 'noted small 5002' /v1/articles/n5002

# No descriptor, not memory, is kept of all the generations that went by.
for i in $(seq 1 25); do
    many 1 $((7000 + i)) again >"$dir/one.jsonl"
    add "$dir/one.jsonl"
    "$bin/indexer" --archive "$dir/a" compact >/dev/null
    for target in search?q=first search?q=again articles/n7001; do curl -s -m 10 -o /dev/null "http://$at/v1/$target"; done
    [ "$i" -ne 5 ] || before=$(files)
done
asks 'after 25 generations it knows the last' 200 '"total":25' '/v1/search?q=again&per_page=1'
[ "$(files)" -le $((before + 4)) ]
verdict $? "and has as many files open as after 5 ($before, now $(files))"
stop 'it ends well'

# More connections than descriptors: searches go on.
ulimit -Sn 400 && ulimit -Hn 400
start --workers 2 --head-seconds 3
curl -s -o /dev/null "http://$at/v1/search?q=first"
fault
(ulimit -n 400; "$bin/wire" "$port" hold 380 8 >"$dir/held") &
holder=$!
tries=0
until grep -q held "$dir/held" || [ "$tries" -ge 50 ]; do tries=$((tries + 1)); sleep 0.1; done
many 1100 10000 late >"$dir/late.jsonl"
add "$dir/late.jsonl"
asks 'with all connections taken a new generation is read as it is' 200 '"total":1500' '/v1/search?q=first&per_page=1'
asks 'with its phrases' 200 '"total":0' '/v1/search?q=%22vale+house%22&per_page=1&match=any'
asks 'and other forms of words' 200 '"total":26[0-9][0-9]' '/v1/search?q=notes&in=body&per_page=1'
grep -q 'Too many open files' "$dir/err"
[ $? -ne 0 ]
verdict $? 'and nothing ran out'
kill "$holder" 2>/dev/null
stop 'and it ends well'
faults_told
finish
