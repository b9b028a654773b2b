#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# order.sh - what must be on disk before what, for a power loss to take nothing: order.sh PATH/TO/indexer FAULTY.SO
. "$(dirname "$0")/../cli/expect.sh"
faulty=$2

# logged ARGUMENTS...: runs the indexer; what it wrote, synced and renamed is in $dir/log, as 'CALL NAME', NAME below the archive
logged() {
    rm -f "$dir/calls"
    LD_PRELOAD=$faulty FAULT_CALLS=write,sync,rename,remove FAULT_LOG="$dir/calls" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" \
        "$indexer" --archive "$dir/a" "$@" >"$dir/out" 2>&1 || fail "$*: $(cat "$dir/out")"
    sed "s,^[0-9]* ,,; s, [^ ]*$dir/a/, ,; s, [^ ]*$dir/a$, .," "$dir/calls" >"$dir/log"
}

# ends_synced SENTENCE: nothing was written or renamed in what the archive names without a sync behind it; but the delta's
# checksums may be lost
ends_synced() {
    awk '$2 ~ /^delta-[0-9]*\/sums/ { next }
        $1 == "sync" { done[$2] = NR }
        $1 == "write" && $2 !~ /^(lock|building|XAPIANDB\.new|.*\/v\.tmp)/ { must[$2] = NR }
        $1 == "rename" { folder = $2; if (!sub("/[^/]*$", "", folder)) folder = "."; must[folder] = NR }
        END { for (name in must) if (done[name] < must[name]) { print "  not synced: " name; bad = 1 } exit bad }' "$dir/log" || fail "$1"
}

# before SENTENCE FIRST SECOND: lines that match; every one of FIRST precedes the last of SECOND
before() {
    awk -v first="$2" -v second="$3" '$0 ~ first { f = NR } $0 ~ second { s = NR } END { exit !(f && s && f < s) }' "$dir/log" ||
        fail "$1"
}

articles 20 >"$dir/few.jsonl"
logged add "$dir/few.jsonl"
ends_synced 'the first articles are on disk when they are reported'
before 'the folder of articles is synced before an index is' '^sync text$' '^rename XAPIANDB'
awk '/^sync delta-000001$/ { named = 1 } /^rename XAPIANDB/ { exit !named }' "$dir/log" ||
    fail 'the delta is named for good before the generation names it'
before 'articles are synced before the index knows of them' '^sync text/000001.seg' '^rename delta-000001/iamglass'
articles 20 100 >"$dir/few.jsonl"
logged add "$dir/few.jsonl"
ends_synced 'a small commit is on disk when it is reported'
before 'its articles before its index' '^sync text/000001.seg' '^rename delta-000001/iamglass'
logged delete n1
ends_synced 'a deletion is on disk'
articles 1500 1000 >"$dir/many.jsonl"
logged add "$dir/many.jsonl"
ends_synced 'a run is on disk when it is reported'
before 'its articles before its index' '^sync text/000001.seg' '^rename XAPIANDB'
before 'the run before its generation' '^sync building/run-000002$' '^rename XAPIANDB'
before 'the new delta, too' '^sync delta-000002$' '^rename XAPIANDB'
before 'the old one goes after the switch is synced' '^sync \.$' '^remove delta-000001/iamglass'
logged compact
logged backup "$dir/b"
awk -v b="$dir/b" '$0 == "sync " b { names = 1 } $1 == "rename" && $2 ~ /XAPIANDB/ { exit !names }' "$dir/log" ||
    fail "what is in a backup's folder is named for good before it is an archive"
tail -n 1 "$dir/log" | grep -qx "sync $dir" || fail 'and the folder itself after that'
exit $((failures > 0))
