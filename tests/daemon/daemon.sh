# SPDX-License-Identifier: GPL-2.0-or-later
# daemon.sh - one daemon on a free port, for a test that sources this; $1 is the folder of the programs.
set -u
bin=$1
dir=$(mktemp -d)
failures=0
. "$(dirname "$0")/../support/faults.sh"
pid=
trap 'kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT

# start ARGUMENTS...: runs searchd on $dir/a; sets pid, at and port
start() {
    : >"$dir/out"
    "$bin/searchd" --listen 127.0.0.1:0 --archive "$dir/a" "$@" >"$dir/out" 2>>"$dir/err" &
    pid=$!
    tries=0
    until grep -q listening "$dir/out"; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { echo 'FAILED: the daemon does not start'; cat "$dir/err"; exit 1; }
        sleep 0.1
    done
    at=$(sed -n 's/^listening on //p' "$dir/out")
    # shellcheck disable=SC2034 # for the tests
    port=${at##*:}
}

# stop SENTENCE: SIGTERM must end it with 0
stop() {
    kill -TERM "$pid"
    wait "$pid"
    verdict $? "$1"
    pid=
}

add() { "$bin/indexer" --archive "$dir/a" add "$@" >/dev/null 2>"$dir/add" </dev/null || { cat "$dir/add"; false; }; }

# verdict CODE SENTENCE: 0 is well
verdict() {
    if [ "$1" -eq 0 ]; then
        echo "ok: $2"
    else
        echo "FAILED: $2"
        failures=$((failures + 1))
    fi
}

finish() {
    # What was not a line of the access log, a sanitizer's report above all.
    [ "$failures" -eq 0 ] || grep -av '^20[0-9][0-9]-' "$dir/err" | head -60
    exit $((failures > 0))
}

# asks SENTENCE STATUS PATTERN TARGET: the answer, within a second of a commit, is that and JSON
asks() {
    for _ in 1 2 3 4 5 6; do
        code=$(curl -s -m 10 -o "$dir/body" -w '%{http_code}' "http://$at$4")
        [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" && break
        sleep 0.2
    done
    [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" && "$bin/json_check" <"$dir/body" >/dev/null
    verdict $? "$1"
    [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" || { echo "  $code"; head -c 900 "$dir/body"; echo; }
}

# until_within SECONDS COMMAND...: it succeeds within them
until_within() {
    tries=$(($1 * 5))
    shift
    while [ "$tries" -gt 0 ]; do
        "$@" && return 0
        tries=$((tries - 1))
        sleep 0.2
    done
    return 1
}
# status CODE TARGET: the answer has that
status() { [ "$(curl -s -m 10 -o "$dir/body" -w '%{http_code}' "http://$at$2")" = "$1" ]; }
# logged PATTERN: the daemon said so
logged() { grep -q "$1" "$dir/err"; }

# long_notes COUNT: as many articles in JSON Lines, of 6 kB each: answers of some size
long_notes() {
    awk -v count="$1" 'BEGIN {
        for (w = 0; w < 250; w++) text = text " The house of the Vale."
        for (n = 0; n < count; n++) {
            printf "{\"id\": \"n%d\", \"title\": \"Note %d\", \"text\": \"%s", n, n, text
            for (w = 0; w < 60; w++) printf " w%d", (n * 31 + w * w) % 9973
            printf "\", \"date\": \"20%02d-%02d-%02d\", \"source\": \"Courier\"}\n", n % 20, 1 + n % 12, 1 + n % 28
        }
    }'
}
