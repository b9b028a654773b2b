#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# switches.sh - readers across ten switches of the generation: every answer of searchd and every export is the archive of
# one commit, never an error and never a mixture: switches.sh BIN_DIR
. "$(dirname "$0")/../daemon/daemon.sh"

# round NUMBER: fifty articles that all say that number
round() {
    awk -v r="$1" 'BEGIN { for (i = 1; i <= 50; i++)
        printf "{\"id\":\"n%d\",\"title\":\"Round %d\",\"date\":\"2019-01-%02d\",\"text\":\"The house met for its round number%d end.\"}\n", i, r, i % 28 + 1, r }'
}
round 0 >"$dir/round.jsonl"
add "$dir/round.jsonl"
verdict $? 'the archive is made'
start --workers 2

# of_one FILE: it names fifty articles, all of one round
of_one() { grep -oE 'number[0-9]+ end' "$1" | sort | uniq -c | awk '{ n++; all = $1 } END { exit !(n == 1 && all == 50) }'; }
searches() {
    n=0
    until [ -e "$dir/enough" ]; do
        code=$(curl -s -m 20 -o "$dir/answer" -w '%{http_code}' "http://$at/v1/search?q=house&per_page=50&fields=text&snippets=0&collapse=none")
        n=$((n + 1))
        [ "$code" = 200 ] || { echo "search $n: $code $(head -c 200 "$dir/answer")"; exit 1; }
        of_one "$dir/answer" || { echo "search $n: a mixture: $(grep -oE 'number[0-9]+ end' "$dir/answer" | sort | uniq -c | tr '\n' ' ')"; exit 1; }
    done
    echo "$n"
}
exports() {
    n=0
    until [ -e "$dir/enough" ]; do
        "$bin/indexer" --archive "$dir/a" export --newest >"$dir/exported" 2>"$dir/told" || { cat "$dir/told"; exit 1; }
        n=$((n + 1))
        of_one "$dir/exported" || { echo "export $n: a mixture"; exit 1; }
    done
    echo "$n"
}
searches >"$dir/searches" 2>&1 &
one=$!
exports >"$dir/exports" 2>&1 &
two=$!
for r in 1 2 3 4 5 6 7 8 9 10; do
    fault
    round $r >"$dir/round.jsonl"
    add --wait 30 "$dir/round.jsonl" || verdict 1 "round $r"
    "$bin/indexer" --archive "$dir/a" compact --wait 30 >/dev/null || verdict 1 "switch $r"
done
touch "$dir/enough"
wait $one
code=$?
wrong=$((wrong + (code != 0)))
verdict $code "across ten switches every search is of one commit ($(tail -1 "$dir/searches"))"
wait $two
code=$?
wrong=$((wrong + (code != 0)))
verdict $code "and every export ($(tail -1 "$dir/exports"))"
grep -q 'number10 end' "$dir/answer" "$dir/exported"
verdict $? 'the last of them of the last'
"$bin/indexer" --archive "$dir/a" check >"$dir/check" && [ "$(ls -d "$dir/a"/run-* "$dir/a"/delta-* | wc -l)" -eq 2 ]
verdict $? 'the archive is whole and holds no older generation'
stop 'it ends well'
faults_told
finish
