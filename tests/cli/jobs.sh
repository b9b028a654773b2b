#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# jobs.sh - however many threads work, the archive is the same: jobs.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

# Many of one day, each third id twice in the run, some thrice, some retracted and back.
articles 1500 | sed 's/"date":"2019-[0-9-]*"/"date":"2019-03-05"/' >"$dir/first.jsonl"
{ articles 1500 | awk 'NR % 3 == 0' | sed 's/at length/briefly/'
  articles 300 | sed 's/at length/in haste/'
  for i in 3 9 27 1200; do printf '{"id":"n%d","hustings":{"version":2,"retracted":"It was not so."}}\n' $i; done
  articles 30 | sed 's/at length/once more/'
  articles 400 5000; } >"$dir/second.jsonl"
articles 500 1000 | sed 's/Report number/Revised report/' >"$dir/third.jsonl"

# build JOBS
build() {
    "$indexer" --archive "$dir/j$1" add --jobs "$1" "$dir/first.jsonl" "$dir/second.jsonl" "$(dirname "$0")/../articles" >"$dir/tally" &&
        "$indexer" --archive "$dir/j$1" add --jobs "$1" "$dir/third.jsonl" >>"$dir/tally" || fail "added by $1"
    grep -o '^added.*failed [0-9]*' "$dir/tally"
    "$indexer" --archive "$dir/j$1" list --json
    "$indexer" --archive "$dir/j$1" export 2>/dev/null | sed 's/"stored":"[^"]*"//'
    for q in report revised 'heard report' briefly budget; do
        "$indexer" --archive "$dir/j$1" search --json --per-page 100 "$q" | sed 's/"took_ms":[0-9.]*//; s/"snapshot":{[^}]*}//'
    done
}
build 1 >"$dir/one"
grep -q '"version":4' "$dir/one" || fail 'there are several versions'
for jobs in 2 7; do
    build $jobs >"$dir/many"
    cmp "$dir/one" "$dir/many" || { fail "$jobs threads make the same archive"; diff "$dir/one" "$dir/many" | cut -c1-200 | head -4; }
done
exit $((failures > 0))
