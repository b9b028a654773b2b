#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# add.sh - the archivist's commands, asked of the real binary: add.sh PATH/TO/indexer
set -u
indexer=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0

# expect SENTENCE CODE PATTERN COMMAND...: exits with CODE, and what it prints holds PATTERN
expect() {
    sentence=$1 code=$2 pattern=$3
    shift 3
    out=$("$@" 2>&1 </dev/null)
    got=$?
    if [ "$got" -ne "$code" ] || ! printf '%s\n' "$out" | grep -q -- "$pattern"; then
        printf 'FAILED: %s (exit %s)\n%s\n' "$sentence" "$got" "$out"
        failures=$((failures + 1))
    fi
}
run() { "$indexer" --archive "$dir/a" "$@"; }

cat >"$dir/two.jsonl" <<'J'
{"_id": "one", "headline": "Budget passes", "body": "The house of the Vale agreed.", "published": "2019-04-02"}
{"id": "two", "title": "Minister resigns", "text": "She gave no reason.", "pubDate": "2019"}
J
cp "$dir/two.jsonl" "$dir/bad.jsonl"
printf '{"id": "three", "title": \n{"id": "four", "title": "Good", "text": "Still read."}\n' >>"$dir/bad.jsonl"

expect 'articles are added' 0 'added 2, updated 0, unchanged 0, failed 0' run add "$dir/two.jsonl"
expect 'the same again changes nothing' 0 'added 0, updated 0, unchanged 2' run add "$dir/two.jsonl"
expect 'a bad line is named and the rest goes in' 1 'bad.jsonl:3: ' run add "$dir/bad.jsonl"
printf '{"id": "four", "title": "Good", "text": "Still read."}\n' >"$dir/four.json"
expect 'the rest is in' 0 'added 0, updated 0, unchanged 1' run add "$dir/four.json"
sed -i 's/no reason/every reason/' "$dir/two.jsonl"
expect 'a changed article is updated' 0 'added 0, updated 1, unchanged 1' run add "$dir/two.jsonl"
expect 'an article is deleted' 0 'deleted 1' run delete two
expect 'an article that is not there is named' 1 "no article 'two'" run delete two
expect 'a missing file is named' 1 'nowhere.txt' run add "$dir/nowhere.txt"
expect 'wrong use is told apart' 2 "unknown command 'ad'" run ad
expect 'help is help' 0 'usage: indexer' "$indexer" --help
exit $((failures > 0))
