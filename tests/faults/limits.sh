#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# limits.sh - indexer and searchd short of memory (ulimit -v) or of descriptors (ulimit -n): they say so, or do less, and
# never crash; nothing committed is lost: limits.sh BIN_DIR
#
# LIMITS: into how many steps each range of limits is cut (2).
. "$(dirname "$0")/../daemon/daemon.sh"
steps=${LIMITS:-2}
run() { "$bin/indexer" --archive "$dir/a" "$@"; }
state() { "$bin/indexer" --archive "$1" export 2>/dev/null | sed 's/"stored":"[^"]*"//' | sort; }
bad() { verdict 1 "$1"; }
# as daemon.sh has it, in a process of its own
many() {
    awk -v n="$1" -v from="$2" 'BEGIN { for (i = from; i < from + n; i++)
        printf "{\"id\":\"n%d\",\"title\":\"Report %d\",\"text\":\"The house of the Vale heard report %d at length.\",\"date\":\"2019-%02d\"}\n", i, i, i, i % 12 + 1 }'
}
many 1500 1 >"$dir/first"
many 1200 5000 >"$dir/more"
many 5 9000 >"$dir/few"
add "$dir/first" && cp -r "$dir/a" "$dir/begin" && add "$dir/more" && add "$dir/few"
verdict $? 'the archives are made'
state "$dir/a" >"$dir/after"
state "$dir/begin" >"$dir/before"
tried=0

# limited WHAT COMMAND...: sh's ulimit WHAT, then the command; ends with its code
limited() {
    what=$1
    shift
    # shellcheck disable=SC2086
    (ulimit $what && exec "$@")
}

# work WHAT: adding, compacting and making anew under the limit leave the archive before or after each, and tell
work() {
    rm -rf "$dir/a"
    cp -r "$dir/begin" "$dir/a"
    for command in "add --jobs 2 $dir/more" "add $dir/few" 'compact --jobs 2' 'rebuild --jobs 2' 'check' 'export'; do
        # shellcheck disable=SC2086
        limited "$1" "$bin/indexer" --archive "$dir/a" $command >"$dir/out" 2>"$dir/err"
        code=$?
        tried=$((tried + 1))
        fault
        [ $code -le 1 ] || { failed_by crashes "$1, $command: exit $code"; head -3 "$dir/err"; }
        [ $code -eq 0 ] || [ -s "$dir/err" ] || [ -s "$dir/out" ] || bad "$1, $command: no word"
        run check >"$dir/check" 2>&1 || { failed_by lost "$1, $command: the archive is not whole"; cat "$dir/check"; }
    done
    add "$dir/more" && add "$dir/few" && run compact >"$dir/out" 2>&1
    [ $? -eq 0 ] && state "$dir/a" | cmp -s - "$dir/after" || failed_by lost "$1: without it, all is there"
    [ ! -e "$dir/a/building" ] || bad "$1: nothing half-made is left"
}

# serve WHAT: searchd under the limit does not start, saying why, or answers what it can, and ends as it is told
serve() {
    : >"$dir/out"
    # shellcheck disable=SC2086
    (ulimit $1 && exec "$bin/searchd" --listen 127.0.0.1:0 --archive "$dir/a" --workers 2) >"$dir/out" 2>"$dir/err" &
    pid=$!
    tried=$((tried + 1))
    fault
    until grep -q listening "$dir/out" || ! kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    at=$(sed -n 's/^listening on //p' "$dir/out")
    if [ -n "$at" ]; then
        for target in 'search?q=report&facets=source&per_page=50' 'search?q=%22house+of%22' articles/n7 'suggest?q=rep' 'export?q=vale'; do
            code=$(curl -s -m 10 -o "$dir/body" -w '%{http_code}' "http://$at/v1/$target")
            case $code in 200 | 000 | 5*) ;; *) bad "searchd, $1: $target: $code" ;; esac
            [ "$code" != 200 ] || grep -qE 'report|Report|suggest' "$dir/body" || failed_by wrong "searchd, $1: $target: 200 without an answer"
        done
        kill -TERM "$pid"
    fi
    wait "$pid"
    code=$?
    pid=
    [ $code -le 2 ] || { failed_by crashes "searchd, $1: ends with $code"; tail -3 "$dir/err"; }
    [ $code -eq 0 ] || [ -s "$dir/err" ] || bad "searchd, $1: no word of why it does not start"
}

# spread LOW HIGH: numbers between, each further from the one before
spread() { awk -v low="$1" -v high="$2" -v n="$steps" 'BEGIN { for (i = 0; i < n; i++) print int(low * (high / low) ^ ((i + 0.4) / n)) }'; }

# A sanitizer needs terabytes of addresses: then there is no limit of memory to try.
loads() { sh -c "(ulimit -v $1 && exec '$bin/$2' --version); exit \$?" >/dev/null 2>&1; }
if loads 4000000 indexer; then
    low=8000 # kB with which the programs load at all
    for program in indexer searchd; do
        until loads $low $program; do low=$((low + low / 10)); done
    done
    for kb in $(spread $((low + 500)) $((low + 250000))); do
        work "-v $kb"
        serve "-v $kb"
    done
fi
for count in $(spread 6 60); do
    work "-n $count"
    serve "-n $count"
done
run check >"$dir/check"
verdict $? "the archive is whole after $tried runs under limits"
faults_told
finish
