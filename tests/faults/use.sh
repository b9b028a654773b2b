#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# use.sh - what people do to a program: full pipes, Ctrl-C, a question for help: use.sh PATH/TO/indexer
. "$(dirname "$0")/../cli/expect.sh"

articles 50 >"$dir/some.jsonl"
run add "$dir/some.jsonl" >/dev/null || fail 'setting up'

# full ARGUMENTS...: the indexer, whose output cannot be written
full() { run "$@" >/dev/full; }
for command in list stats check 'show n1' 'search vale' 'search --json vale' "add $dir/some.jsonl" "add --json $dir/some.jsonl" 'add --help'; do
    fault
    # shellcheck disable=SC2086
    expect "$command: what cannot be written is told" 1 '^indexer: cannot write .*: No space left' full $command
done
expect 'a reader that has seen enough is no failure' 0 '^n' sh -c "'$indexer' --archive '$dir/a' list | head -1"

expect 'help is help' 0 '^usage: indexer' run help
expect 'so is -h' 0 '^usage: indexer' run -h
expect 'help of a command' 0 '^usage: indexer .*delete' run help delete

# A commit goes on after the first Ctrl-C, which is told.
articles 12000 1000 >"$dir/long.jsonl"
"$indexer" --archive "$dir/a" add --jobs 1 "$dir/long.jsonl" >"$dir/out" 2>"$dir/err" &
pid=$!
until_true 60 test -e "$dir/a/building" || fail 'a run is made'
fault
kill -INT "$pid"
wait "$pid"
grep -q '^indexer: interrupted; what was read is being committed first' "$dir/err" || fail 'an interrupted commit says that it goes on'
said=$(sed -n 's/^added \([0-9]*\),.*/\1/p' "$dir/out")
[ "$(run list | wc -l)" -eq $((50 + ${said:-0})) ] || fail 'and the tally counts what is there'
# A second one ends it at once.
articles 12000 100000 >"$dir/long.jsonl"
before=$(run list | wc -l)
"$indexer" --archive "$dir/a" add --jobs 1 "$dir/long.jsonl" >"$dir/out" 2>"$dir/err" &
pid=$!
until_true 60 test -e "$dir/a/building" || fail 'a run is made again'
fault
kill -INT "$pid"
until_true 10 grep -q '^indexer: interrupted' "$dir/err"
kill -INT "$pid"
wait "$pid"
[ $? -eq 130 ] || fail 'the second interruption ends it'
[ "$(run list | wc -l)" -eq "$before" ] || fail 'with nothing half there'
expect 'and whole' 0 '^whole: ' run check
faults_told
exit $((failures > 0))
