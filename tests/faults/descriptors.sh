#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# descriptors.sh - a file that cannot be opened is told, never taken for one that is not there: descriptors.sh PATH/TO/indexer FAULTY.SO
. "$(dirname "$0")/../cli/expect.sh"
faulty=$2

# without NAME ARGUMENTS...: the indexer, which cannot open files of that name
without() (
    export LD_PRELOAD="$faulty" FAULT_CALLS=open FAULT_AT=1 FAULT_WITH=EMFILE FAULT_PATH="$1"
    export ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0"
    shift
    run "$@"
)

articles 1500 >"$dir/many.jsonl"
articles 5 5000 >"$dir/few.jsonl"
articles 1100 6000 >"$dir/more.jsonl"
run add "$dir/many.jsonl" >/dev/null && run add "$dir/few.jsonl" >/dev/null || fail 'setting up'
expect 'a phrase the other way round is not found' 0 '^0 articles' run search '"report heard"'
expect 'another form of a word is' 0 '^1505 articles' run search reporting
for part in run-000002 delta-000002; do
    for table in postlist position synonym docdata; do
        fault
        expect "$part: a search without its $table says so" 1 "^indexer: .*$part/$table.glass.*: Too many open files" \
            without "$part/$table.glass" search '"report heard"'
        lacks 'and not that it is damaged' damaged
    done
    fault
    expect "$part: nothing is added without its documents" 1 'Too many open files' without "$part/docdata.glass" add "$dir/more.jsonl"
done
fault
expect 'a lock that cannot be opened is no other writer' 1 '^indexer: .*[Tt]oo many open files' \
    without delta-000002/flintlock add "$dir/few.jsonl"
for table in shard-1/postlist shard-1/docdata forms/synonym; do
    fault
    expect "no run is made without $table" 1 '^indexer: cannot commit to archive' without "$table.glass" add "$dir/more.jsonl"
done
expect 'the archive is whole' 0 '^whole: .* 1505 articles$' run check
faults_told
exit $((failures > 0))
