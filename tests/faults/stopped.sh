#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# stopped.sh - a writer that is stopped (SIGSTOP) in the middle: readers read on, other writers wait and say for whom; it
# goes on where it was. Two writers, and a writer beside compact, each get all of theirs in: stopped.sh PATH/TO/indexer
. "$(dirname "$0")/../cli/expect.sh"
trap 'kill -9 "$writer" 2>/dev/null; rm -rf "$dir"' EXIT
writer=

articles 50 >"$dir/some.jsonl"
articles 6000 10000 >"$dir/many.jsonl"
articles 3 50000 >"$dir/few.jsonl"
run add "$dir/some.jsonl" >/dev/null || fail 'setting up'
run export >"$dir/before" 2>/dev/null

# At its commit, in the middle of the run that it makes; then while it reads.
for moment in building reading; do
    if [ $moment = building ]; then
        "$indexer" --archive "$dir/a" add --jobs 1 "$dir/many.jsonl" >"$dir/out" 2>&1 &
        writer=$!
        until_true 60 test -e "$dir/a/building" || fail 'a run is made'
    else
        run export >"$dir/before" 2>/dev/null
        mkfifo "$dir/pipe"
        "$indexer" --archive "$dir/a" add - <"$dir/pipe" >"$dir/out" 2>&1 &
        writer=$!
        exec 3>"$dir/pipe"
        articles 5 70000 >&3
        until_true 10 grep -q "^pid $writer," "$dir/a/lock" || fail 'it holds the archive'
    fi
    kill -STOP "$writer"
    fault
    run export >"$dir/now" 2>/dev/null || fail "$moment: a reader reads"
    cmp -s "$dir/now" "$dir/before" || fail "$moment: what was committed before"
    expect "$moment: a search, too" 0 'articles$' run search vale
    expect "$moment: a second writer says for whom it waited" 75 "pid $writer, add" run add --wait 1 "$dir/few.jsonl"
    "$indexer" --archive "$dir/a" add --wait 60 "$dir/few.jsonl" >"$dir/out2" 2>&1 3>&- &
    second=$!
    sleep 0.2
    kill -0 "$second" || fail "$moment: one that waits longer waits"
    kill -CONT "$writer"
    [ $moment = building ] || exec 3>&-
    wait "$writer" || { fail "$moment: it goes on and ends well"; cat "$dir/out"; }
    wait "$second" || { fail "$moment: so does the second"; cat "$dir/out2"; }
    expect "$moment: all is whole" 0 '^whole: ' run check
done
[ "$(run list | wc -l)" -eq 6058 ] || fail 'all of all writers are there'
[ ! -e "$dir/a/building" ] || fail 'and no half-made run'

# Two writers at a time, and compact between them, for a while.
rm -rf "$dir/a"
for who in one two; do
    (
        for i in $(seq 8); do
            articles 5 $((i * 100)) | sed "s/\"id\":\"/&$who/" >"$dir/$who.jsonl"
            run add --wait 60 "$dir/$who.jsonl" || exit 1
        done
    ) >"$dir/$who.out" 2>&1 &
    eval "pid_$who=$!"
done
until_true 30 test -e "$dir/a/XAPIANDB"
for i in 1 2 3 4; do run compact --wait 60 >/dev/null || fail 'compact beside two writers'; done
# shellcheck disable=SC2154
wait "$pid_one" || { fail 'the first writer gets all in'; cat "$dir/one.out"; }
# shellcheck disable=SC2154
wait "$pid_two" || { fail 'the second, too'; cat "$dir/two.out"; }
[ "$(run list | wc -l)" -eq 80 ] || fail 'the articles of both are there'
expect 'all of it whole' 0 '^whole: .* 80 articles' run check
faults_told
exit $((failures > 0))
