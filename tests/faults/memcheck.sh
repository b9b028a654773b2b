#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# memcheck.sh - one run from end to end under valgrind: articles of each format added, some deleted, merged, checked, then
# served and asked for: no use of memory that is not there, and none lost: memcheck.sh BIN_DIR. 77: there is no valgrind.
. "$(dirname "$0")/../daemon/daemon.sh"
command -v valgrind >/dev/null || { echo 'memcheck: there is no valgrind'; exit 77; }
articles=$(dirname "$0")/../articles
# 99: valgrind has something to say
watched="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect --log-file=$dir/valgrind.%p"
# shellcheck disable=SC2086
run() { $watched "$bin/indexer" --archive "$dir/a" "$@" >"$dir/out" 2>&1 </dev/null; }

run add --jobs 2 "$articles"
verdict $? 'add'
run add --jobs 2 "$articles"/../fuzz/seeds/*_format # with some that are broken
[ $? -eq 1 ]
verdict $? 'add each format'
run delete courier-2017-03-02-budget
verdict $? 'delete'
run compact --jobs 1
verdict $? 'compact'
run check
verdict $? 'check'

# shellcheck disable=SC2086
$watched "$bin/searchd" --unconfined --listen 127.0.0.1:0 --archive "$dir/a" --workers 2 --deadline-ms 60000 >"$dir/out" 2>>"$dir/err" &
pid=$!
tries=0
until grep -q listening "$dir/out" || [ $tries -ge 200 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
at=$(sed -n 's/^listening on //p' "$dir/out")
curl -s -m 60 -o "$dir/openapi" "http://$at/openapi.json"
python3 -c 'import json, sys
for path in json.load(open(sys.argv[1]))["paths"].values():
    print("\n".join(path["get"]["x-examples"]))' "$dir/openapi" >"$dir/targets"
asked=0
while read -r target; do
    asked=$((asked + 1))
    code=$(curl -s -m 60 --compressed -o "$dir/body" -w '%{http_code}' "http://$at$target")
    [ "$code" -lt 500 ] 2>/dev/null || verdict 1 "$target: $code"
done <"$dir/targets"
[ "$asked" -ge 40 ]
verdict $? "$asked requests are answered"
stop 'the daemon ends with 0'
for log in "$dir"/valgrind.*; do
    [ ! -s "$log" ] || head -40 "$log"
done
finish
