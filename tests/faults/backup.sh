#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# backup.sh - copies of an archive, made while it is written to, are whole and are one of its commits: backup.sh PATH/TO/indexer FAULTY.SO
#
# BACKUPS: how many are made beside a writer (5).
. "$(dirname "$0")/../cli/expect.sh"
faulty=$2
backups=${BACKUPS:-5}
trap 'kill "$writing" 2>/dev/null; rm -rf "$dir"' EXIT
writing=

copy() { "$indexer" --archive "$dir/b" "$@"; }
state() { "$indexer" --archive "$1" export 2>/dev/null | sort | sha256sum; }

expect 'no archive, no backup' 1 "^indexer: no archive at" run backup "$dir/b"
[ ! -e "$dir/b" ] || fail 'and nothing is made'
articles 1500 >"$dir/many.jsonl"
articles 20 5000 >"$dir/few.jsonl"
run add "$dir/many.jsonl" >/dev/null && run add "$dir/few.jsonl" >/dev/null && run delete n5 >/dev/null &&
    run retract --reason 'No.' n6 >/dev/null || fail 'setting up'
echo 'house = moot' >"$dir/a/synonyms.txt"
expect 'a backup is made' 0 "^backed up to '.*b': [0-9]+ kB copied, [1-9][0-9]* kB linked" run backup "$dir/b"
expect 'it is whole' 0 '^whole: .* 1518 articles' copy check
[ "$(state "$dir/a")" = "$(state "$dir/b")" ] || fail 'and has the same'
cmp -s "$dir/a/synonyms.txt" "$dir/b/synonyms.txt" || fail 'with the synonyms'
expect 'a folder with something in it is no place for one' 1 'is not empty; name one' run backup "$dir/b"
for within in "$dir/a" "$dir/a/" "$dir/a/run-000099" "$dir/b/../a/text/copy"; do
    expect "nor is the archive: $within" 1 'lies in the archive itself, .*; name one outside' run backup "$within"
done
[ ! -e "$dir/a/run-000099" ] && [ ! -e "$dir/a/text/copy" ] || fail 'nothing is left there'
ln -s "$dir/a" "$dir/ax"
expect 'nor by another name' 1 'lies in the archive itself' run backup "$dir/ax/b"
expect 'a neighbour whose name begins so is one' 0 '^backed up' run backup "$dir/ab"
rm -rf "$dir/ab" "$dir/ax"
expect 'it needs a place' 2 'needs one folder' run backup
before=$(state "$dir/a")
articles 1100 9000 >"$dir/more.jsonl"
copy add "$dir/more.jsonl" >/dev/null && copy compact --forget >/dev/null && copy rebuild >/dev/null || fail 'the copy is written to'
expect 'which is whole' 0 '^whole: .* 2618 articles' copy check
expect 'as is the archive' 0 '^whole: .* 1518 articles' run check
[ "$(state "$dir/a")" = "$before" ] || fail 'that knows nothing of it'
rm -rf "$dir/b"

# To another file system, where the machine has one.
if [ -d /dev/shm ] && [ "$(stat -c %d /dev/shm)" != "$(stat -c %d "$dir")" ]; then
    other=$(mktemp -d /dev/shm/backup.XXXXXX)
    expect 'to another file system all is copied' 0 ' 0 kB linked' run backup "$other/b"
    expect 'that is whole, too' 0 '^whole: .* 1518 articles' "$indexer" --archive "$other/b" check
    rm -rf "$other"
fi

# Restored: in the archive's place.
run backup "$dir/b" >/dev/null || fail 'a second one'
fault
rm "$dir/a"/run-*/postlist.glass
expect 'the archive is damaged' 1 'damaged' run check
rm -rf "$dir/a" && mv "$dir/b" "$dir/a"
expect 'the backup in its place is whole' 0 '^whole: .* 1518 articles' run check
expect 'and goes on' 0 '^added 1100,' run add "$dir/more.jsonl"
uuid() { sed -n 's/^# uuid //p' "$dir/a/XAPIANDB"; }
was=$(uuid)
run rebuild >/dev/null && [ "$(uuid)" = "$was" ] || fail 'rebuild keeps the uuid'
rm "$dir/a/XAPIANDB"
expect 'without XAPIANDB it is rebuilt, too' 0 '^rebuilt: 26' run rebuild
[ -n "$was" ] && [ -n "$(uuid)" ] && [ "$(uuid)" != "$was" ] || fail 'with another uuid, so that no snapshot of before is taken for one of its own'

# Beside a writer: the articles of a copy are those of one of its commits, in each of which are ten.
rm -rf "$dir/a"
for i in $(seq 200); do articles 10 $((i * 10)) >"$dir/in$i.jsonl"; done
articles 1200 100000 >"$dir/bulk.jsonl"
run add "$dir/in1.jsonl" >/dev/null
(
    for i in $(seq 2 200); do
        [ ! -e "$dir/enough" ] || exit 0
        run add --wait 60 "$dir/in$i.jsonl" >/dev/null || exit 1
        case $i in *7) run compact --wait 60 >/dev/null || exit 1 ;; 25 | 55) run add --wait 60 "$dir/bulk.jsonl" >/dev/null || exit 1 ;; esac
    done
) &
writing=$!
for n in $(seq "$backups"); do
    expect "backup $n beside a writer" 0 '^backed up' run backup --wait 60 "$dir/b"
    expect "backup $n is whole" 0 '^whole: ' copy check
    copy list | sed -n 's/^n\([0-9]*\)[^0-9].*/\1/p' | awk '$1 < 100000 { small++; if ($1 > last) last = $1 } $1 >= 100000 { bulk++ }
        END { exit !(small % 10 == 0 && small == last - 9 && (bulk + 0 == 0 || bulk == 1200)) }' || fail "backup $n is one commit's"
    expect "backup $n takes more" 0 '^added 20,' copy add "$dir/few.jsonl"
    rm -rf "$dir/b"
done
touch "$dir/enough"
wait "$writing" || fail 'the writer goes on'
writing=
expect 'the archive is whole' 0 '^whole: ' run check

# A backup that fails or dies is no archive, or a whole one; the archive is as it was.
before=$(state "$dir/a")
faulted() (
    export LD_PRELOAD="$faulty" FAULT_CALLS=write,sync,rename,mkdir,create,link FAULT_AT="$1" FAULT_WITH="$2" FAULT_PATH="$dir/b"
    export FAULT_LOG="$dir/log" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0"
    run backup "$dir/b" >"$dir/out" 2>&1
)
faulted 0 kill || fail 'a backup without a fault'
count=$(wc -l <"$dir/log")
at=1
while [ "$at" -le "$count" ]; do
    for with in kill ENOSPC; do
        rm -rf "$dir/b"
        fault
        faulted "$at" $with
        code=$?
        [ $with = kill ] || [ $code -eq 1 ] || { fail "call $at, $with: exit $code"; cat "$dir/out"; }
        [ ! -e "$dir/b/XAPIANDB" ] || copy check >/dev/null || failed_by wrong "call $at, $with: a copy that is not whole"
        [ -e "$dir/b/XAPIANDB" ] || ! copy add "$dir/few.jsonl" >/dev/null 2>&1 || [ ! -e "$dir/b/text" ] || [ "$(copy list | wc -l)" -eq 20 ] ||
            failed_by wrong "call $at, $with: half a copy is taken for an archive"
    done
    at=$((at + 1 + count / 12))
done
[ "$(state "$dir/a")" = "$before" ] || failed_by lost 'the archive is as it was'
expect 'and whole' 0 '^whole: ' run check
faults_told
exit $((failures > 0))
