#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# live.sh - while an archivist adds, every search is answered, and what was added is found: live.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# article ID WORD
article() { printf '{"id": "%s", "title": "Note %s", "text": "The house of the Vale noted %s.", "date": "2019"}\n' "$1" "$1" "$2"; }

for i in $(seq 1 50); do article "base$i" base; done >"$dir/base.jsonl"
add "$dir/base.jsonl"
verdict $? 'the first articles are added'
start --workers 2

# Enough at once that the archive gets a run of its own and switches to a new generation.
for i in $(seq 1 4500); do article "bulk$i" bulk; done >"$dir/bulk.jsonl"

# One add after the other, each a commit, until told to stop; the large one amid them.
(
    n=0
    while [ ! -e "$dir/enough" ]; do
        n=$((n + 1))
        article "live$n" "live$n" >"$dir/one.jsonl"
        add "$dir/one.jsonl" || touch "$dir/add-failed"
        echo "$n" >"$dir/added"
        [ "$n" -ne 5 ] || { add "$dir/bulk.jsonl" || touch "$dir/add-failed"; touch "$dir/bulk-added"; }
    done
) &
adder=$!
end=$(($(date +%s) + 5))
while [ "$(date +%s)" -lt "$end" ] || [ ! -e "$dir/bulk-added" ]; do
    curl -s -m 10 -o /dev/null -w '%{http_code} %{exitcode}\n' "http://$at/v1/search?q=vale&facets=source&per_page=[1-50]"
    curl -s -m 10 -o /dev/null -w '%{http_code} %{exitcode}\n' "http://$at/v1/articles/base[1-20]"
    curl -s -m 10 -o /dev/null -w '%{http_code} %{exitcode}\n' "http://$at/v1/status"
done >"$dir/codes"
touch "$dir/enough"
wait "$adder"
[ ! -e "$dir/add-failed" ]
verdict $? 'every add succeeds'
ls "$dir/a" | grep -q '^run-'
verdict $? 'the archive switched to a generation with a run meanwhile'
added=$(cat "$dir/added")
[ "$added" -ge 5 ]
verdict $? "several commits a second ($added in all)"
asked=$(wc -l <"$dir/codes")
[ "$asked" -ge 100 ] && ! grep -v '^200 0$' "$dir/codes"
verdict $? "none of $asked requests fails meanwhile"

article last zanzibar >"$dir/last.jsonl"
add "$dir/last.jsonl"
for _ in 1 2 3 4 5 6 7 8 9 10; do
    curl -s -m 5 "http://$at/v1/search?q=zanzibar" >"$dir/body"
    grep -q '"id":"last"' "$dir/body" && break
    sleep 0.1
done
grep -q '"id":"last"' "$dir/body"
verdict $? 'a new article is found within a second, without a restart'
curl -s -m 5 "http://$at/v1/suggest?q=zanz" | grep -q '"text":"zanzibar"'
verdict $? 'and its words are suggested'
curl -s -m 5 "http://$at/v1/suggest?q=note+las" | grep -q '"text":"Note last"'
verdict $? 'and its title'
curl -s -m 5 "http://$at/v1/count" | grep -q "\"total\":$((51 + 4500 + added)),"
verdict $? 'and all that was added is counted'
"$bin/indexer" --archive "$dir/a" delete last >/dev/null
! curl -s -m 5 "http://$at/v1/suggest?q=note+las" | grep -q '"text":"Note last"'
verdict $? 'a title is not suggested once its article is deleted'
stop 'the daemon ends well'
finish
