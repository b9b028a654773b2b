#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# disk.sh - a disk that is full, and one that becomes read-only, as the kernel has them: file systems in memory of a few
# megabytes, which root alone may mount; others get the same errors from FAULTY.SO: disk.sh PATH/TO/indexer FAULTY.SO
#
# DISKS: how many sizes of disk, and moments at which it becomes read-only, are tried (2).
. "$(dirname "$0")/../cli/expect.sh"
faulty=$2
disks=${DISKS:-2}
mkdir "$dir/disk"
daemon=
trap 'kill $daemon 2>/dev/null; umount "$dir/disk" 2>/dev/null; rm -rf "$dir"' EXIT
on_disk() { "$indexer" --archive "$dir/disk/a" "$@"; }
state() { on_disk export 2>/dev/null | sed 's/"stored":"[^"]*"//' | sort | sha256sum; }
articles 1500 >"$dir/first.jsonl"
articles 1500 3000 >"$dir/more.jsonl"
articles 20 9000 >"$dir/few.jsonl"

# serve_disk: a daemon serves the archive there; sets daemon and at
serve_disk() {
    : >"$dir/listens"
    "$(dirname "$indexer")/searchd" --listen 127.0.0.1:0 --archive "$dir/disk/a" --workers 1 >"$dir/listens" 2>"$dir/log" &
    daemon=$!
    until_true 10 grep -q listening "$dir/listens" || return 1
    at=$(sed -n 's/^listening on //p' "$dir/listens")
}
# asked TARGET: its answer, without how long it took
asked() { curl -s -m 20 -w '\n%{http_code}\n' "http://$at$1" | sed -E 's/"took_ms": ?[0-9.]+,?//'; }
all() {
    for n in 1 2 3; do asked "/v1/search?q=vale&page=$n&per_page=100&fields=text"; done
    asked /v1/articles/n9003
    asked /readyz
}

# whole SENTENCE: the archive is, and is $1 of them
whole() { on_disk check >"$dir/check" 2>&1 || { failed_by lost "$1: the archive is not whole"; cat "$dir/check"; }; }

if mount -t tmpfs -o size=20m tmpfs "$dir/disk" 2>"$dir/said"; then
    on_disk add "$dir/first.jsonl" >/dev/null && on_disk add "$dir/few.jsonl" >/dev/null || fail 'setting up'
    before=$(state)
    used=$(df -k "$dir/disk" | awk 'END { print $3 }')
    for i in $(seq "$disks"); do
        room=$((i * i * 120))
        mount -o remount,size=$((used + room))k "$dir/disk"
        for command in "add $dir/more.jsonl" "add $dir/few.jsonl" compact 'compact --forget' rebuild 'delete n3' 'retract --reason No n4'; do
            was=$(state)
            fault
            # shellcheck disable=SC2086
            on_disk $command >"$dir/out" 2>&1
            code=$?
            crash_if $code "$room kB left, $command"
            [ $code -eq 0 ] || grep -q '^indexer: .*[Nn]o space left' "$dir/out" || { fail "$room kB left, $command: it says why"; cat "$dir/out"; }
            whole "$room kB left, $command"
            now=$(state)
            [ $code -eq 0 ] || [ "$now" = "$was" ] || failed_by wrong "$room kB left, $command: what failed changed something"
        done
        mount -o remount,size=20m "$dir/disk"
        for command in "add $dir/more.jsonl" compact; do
            # shellcheck disable=SC2086
            on_disk $command >"$dir/out" 2>&1 || { fail "with room again, $command"; cat "$dir/out"; }
        done
        [ "$(on_disk list | sort -u | wc -l)" -ge 3018 ] || failed_by lost 'then all is there'
        [ ! -e "$dir/disk/a/building" ] && [ ! -e "$dir/disk/a/XAPIANDB.new" ] || fail 'and nothing half-made'
        rm -rf "$dir/disk/a"
        on_disk add "$dir/first.jsonl" >/dev/null && on_disk add "$dir/few.jsonl" >/dev/null || fail 'anew'
        [ "$(state)" = "$before" ] || fail 'the same'
    done
    # A daemon serves on when its disk becomes read-only, as when nothing had been; it holds nothing open for writing.
    serve_disk || fail 'a daemon serves the disk'
    all >"$dir/served"
    [ "$(grep -cx 200 "$dir/served")" -eq 5 ] || { fail 'it answers'; tail -5 "$dir/served" | cut -c1-300; }
    # The kernel makes nothing read-only under a writer's open files (EBUSY): that is done by FAULTY.SO, below.
    mount -o remount,ro "$dir/disk" || fail 'remounting'
    for command in "add $dir/more.jsonl" compact rebuild 'delete n1'; do
        fault
        # shellcheck disable=SC2086
        expect "read-only: $command is refused" 1 '^indexer: .*[Rr]ead-only file system' on_disk $command
    done
    expect 'read-only: it is read' 0 '^1520 articles' on_disk search vale
    [ "$(state)" = "$before" ] || fail 'all of it'
    expect 'read-only: check is refused, since libxapian opens to write' 1 'Read-only file system' on_disk check
    expect 'read-only: it is backed up' 0 . on_disk backup "$dir/copy"
    expect 'read-only: the copy is whole' 0 '^whole: .* 1520 articles' "$indexer" --archive "$dir/copy" check
    all >"$dir/now"
    cmp -s "$dir/served" "$dir/now" || failed_by wrong 'read-only: the daemon answers as before'
    kill -TERM "$daemon" && wait "$daemon" || failed_by crashes 'read-only: it ends well'
    serve_disk || fail 'read-only: a daemon starts'
    all >"$dir/now"
    cmp -s "$dir/served" "$dir/now" || failed_by wrong 'read-only: it answers as before'
    mount -o remount,rw "$dir/disk" || fail 'remounting again'
    on_disk add "$dir/more.jsonl" >/dev/null || fail 'writable again: articles are added'
    until_true 10 sh -c "curl -s 'http://$at/v1/search?q=vale&per_page=1&collapse=none' | grep -q '\"total\":3020'" ||
        failed_by lost 'and the daemon finds them'
    kill -TERM "$daemon" && wait "$daemon" || failed_by crashes 'it ends well'
    daemon=
    umount "$dir/disk"
else
    echo "no file system can be mounted here: $(cat "$dir/said")"
fi

# Read-only from the n-th change on, in the middle of a run.
run add "$dir/first.jsonl" >/dev/null && run add "$dir/few.jsonl" >/dev/null || fail 'setting up again'
cp -r "$dir/a" "$dir/begin"
run export 2>/dev/null | sort >"$dir/before"
for at in $(echo 21 1 89 5 2 3 8 13 34 55 144 233 | cut -d " " -f "1-$disks"); do
    for command in "add $dir/more.jsonl" compact rebuild; do
        rm -rf "$dir/a"
        cp -r "$dir/begin" "$dir/a"
        fault
        # shellcheck disable=SC2086
        (export LD_PRELOAD="$faulty" FAULT_CALLS=write,create,rename,remove,mkdir,truncate FAULT_AT=$at FAULT_WITH=EROFS FAULT_PATH="$dir/a"
            export ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0"
            run $command) >"$dir/out" 2>&1
        code=$?
        crash_if $code "read-only from change $at, $command"
        run check >"$dir/check" 2>&1 || { failed_by lost "read-only from change $at, $command: not whole"; cat "$dir/check"; }
        [ $code -eq 0 ] || grep -qE '^(indexer: |committed)' "$dir/out" || fail "read-only from change $at, $command: no word"
        run export 2>/dev/null | sort >"$dir/now"
        [ $code -eq 0 ] || grep -q '^committed' "$dir/out" || cmp -s "$dir/now" "$dir/before" || failed_by wrong "read-only from change $at, $command: changed"
    done
done
faults_told
exit $((failures > 0))
