#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# writers.sh - two writers, killed writers, full disks, terminals: writers.sh PATH/TO/indexer
. "$(dirname "$0")/expect.sh"

articles 50 >"$dir/some.jsonl"
run add "$dir/some.jsonl" >/dev/null || fail 'setting up'

# A writer that waits for its input holds the archive.
mkfifo "$dir/pipe"
"$indexer" --archive "$dir/a" add - <"$dir/pipe" >"$dir/out" 2>"$dir/err" &
first=$!
exec 3>"$dir/pipe"
articles 5 1000 >&3
until_true 10 grep -q "^pid $first," "$dir/a/lock" || fail 'the lock names its holder'
begin=$(date +%s%N)
expect 'a second writer gives up after a while with 75' 75 "held by another writer \(pid $first, add, since .*; try again" run add --wait 1 "$dir/some.jsonl"
took=$((($(date +%s%N) - begin) / 1000000))
[ "$took" -ge 1000 ] && [ "$took" -lt 5000 ] || fail "it waited 1 s, not $took ms"
expect 'delete waits likewise' 75 "pid $first" run delete --wait 0 n1
expect 'compact too' 75 "pid $first" run compact --wait 0
expect 'and check' 75 "pid $first" run check --wait 0
expect 'with --json the reason is an event' 75 '^\{"event":"error","reason":".*pid ' run add --wait 0 --json "$dir/some.jsonl"
expect 'reading goes on meanwhile' 0 '^articles   50$' run stats
expect 'a dry run too' 0 'unchanged 50' run add --dry-run "$dir/some.jsonl"
( sleep 1; exec 3>&- ) 3>&3 &
exec 3>&-
expect 'one that waits long enough gets its turn' 0 'unchanged 50' run add --wait 30 "$dir/some.jsonl"
wait "$first" || fail 'the first writer ended well'
grep -q '^added 5,' "$dir/out" || fail 'with all its articles'

# The articles of a slow pipe become visible, and SIGTERM ends a silent one.
"$indexer" --archive "$dir/a" add - <"$dir/pipe" >"$dir/out" 2>"$dir/err" &
slow=$!
exec 3>"$dir/pipe"
articles 7 2000 >&3
until_true 45 grep -q '^committed 7 articles' "$dir/out" || fail 'what a slow pipe gave is committed after 30 s'
expect 'and found' 0 '^articles   62$' run stats
articles 3 3000 >&3
sleep 1
kill -TERM "$slow"
wait "$slow"
[ $? -eq 1 ] || fail 'a run that was interrupted says so by 1'
exec 3>&-
grep -q '^added 10,' "$dir/out" || fail 'what was read before it is committed'
grep -q '^indexer: .*interrupted' "$dir/err" || fail 'the interruption is told'
expect 'and is there' 0 '^articles   65$' run stats

# kill -9: what was reported committed is there, and nothing is damaged.
for round in 1 2 3; do
    articles 6000 $((round * 10000)) >"$dir/many.jsonl"
    before=$(run list | wc -l)
    "$indexer" --archive "$dir/a" add "$dir/many.jsonl" >"$dir/out" 2>&1 &
    victim=$!
    sleep "0.$((round * 3))"
    kill -9 "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
    said=$(sed -n 's/^committed \([0-9]*\) articles/\1/p' "$dir/out" | tail -1)
    have=$(($(run list | wc -l) - before))
    [ "$have" -ge "${said:-0}" ] || fail "after kill -9: $said were committed, $have are there"
    expect 'after kill -9 the archive is whole' 0 '^whole: ' run check
    expect 'and takes the same again' 0 ', failed 0' run add "$dir/many.jsonl"
    [ "$(run list | wc -l)" -eq $((before + 6000)) ] || fail 'then all are there'
done

# A full disk, or the like: files may not grow past a limit.
articles 5000 50000 | sed 's/at length/at great length, with many a word of no use to anyone but a disk/' >"$dir/big.jsonl"
before=$(run list | wc -l)
# shellcheck disable=SC2034 # for holds
out=$( (trap '' XFSZ; ulimit -f 200; run add "$dir/big.jsonl") 2>&1 </dev/null)
[ $? -eq 1 ] || fail 'a full disk ends the run with 1'
holds 'and says what could not be written' '^indexer: '
holds 'and what is safe' 'articles were committed before and are safe'
holds 'and the tally counts nothing that is not there' '^added 0, '
[ "$(run list | wc -l)" -eq "$before" ] || fail 'what was there before a full disk is there'
expect 'the archive is whole after it' 0 '^whole: ' run check
expect 'and takes all once there is room' 0 '^added 5000, ' run add "$dir/big.jsonl"

# A terminal gets one line, drawn again, and then taken away.
if script -qec true /dev/null >/dev/null 2>&1; then
    articles 30000 100000 >"$dir/long.jsonl"
    TERM=xterm script -qec "stty cols 60; '$indexer' --archive '$dir/t' add '$dir/long.jsonl'" "$dir/tty" >/dev/null 2>&1
    grep -q "$(printf '\r')reading .*%" "$dir/tty" || fail 'a terminal gets a line of progress'
    grep -q "$(printf '\r')indexing .*%" "$dir/tty" || fail 'of indexing too'
    tr '\r' '\n' <"$dir/tty" | sed "s/$(printf '\033')\\[K//" | grep -E '^(reading|indexing)' | awk 'length > 59 { exit 1 }' ||
        fail 'it fits the terminal'
    tr '\r' '\n' <"$dir/tty" | sed "s/$(printf '\033')\\[K//" | grep -q '^added 30000, ' || fail 'and makes place for the tally'
    grep -q 'committed' "$dir/tty" && fail 'a terminal needs no line for each commit'
fi
exit $((failures > 0))
