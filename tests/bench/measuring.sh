# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# measuring.sh - what run and scale share. Sourced with $out the folder of results and $bin that of the programs:
# empties $raw, what was measured, and $work, gone at the end.
raw=$out/raw
work=$out/work
rm -rf "$raw" "$work"
mkdir -p "$raw" "$work"
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

say() { echo "$(date +%H:%M:%S) $*" >&2; }

# keep NAME COMMAND...: what COMMAND prints becomes raw/NAME, its errors raw/NAME.log
keep() {
    name=$1
    shift
    say "$name"
    if ! "$@" >"$raw/$name" 2>"$raw/$name.log"; then
        tail -5 "$raw/$name.log" >&2
        echo "$(basename "$0"): $name failed: $*" >&2
        exit 1
    fi
}

# serve ARGUMENTS...: a searchd on a free port; sets pid and at
serve() {
    : >"$work/listening"
    "$bin/searchd" --archive "$work/hustings" --listen 127.0.0.1:0 "$@" >"$work/listening" 2>"$work/searchd.log" &
    pid=$!
    tries=0
    until grep -q listening "$work/listening"; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || { tail -5 "$work/searchd.log" >&2; exit 1; }
        sleep 0.1
    done
    at=$(sed -n 's/^listening on //p' "$work/listening")
}

stop() {
    kill "$pid"
    wait "$pid" || true
    pid=''
}
