#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shell.sh - the daemon's HTTP manners, asked of the real binary: shell.sh PATH/TO/searchd
set -u
searchd=$1
dir=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT
"$searchd" --listen 127.0.0.1:0 --archive "$dir" --head-seconds 1 >"$dir/out" 2>"$dir/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    grep -q listening "$dir/out" && break
    sleep 0.2
done
at=$(sed -n 's/^listening on //p' "$dir/out")
failures=0

# expect SENTENCE PATTERN CURL-ARGUMENTS...: the headers and body hold the pattern
expect() {
    sentence=$1 pattern=$2
    shift 2
    curl -s -m 10 -D "$dir/head" -o "$dir/body" "$@"
    if cat "$dir/head" "$dir/body" | tr -d '\r' | grep -aqE -- "$pattern"; then
        echo "ok: $sentence"
    else
        echo "FAILED: $sentence"
        failures=$((failures + 1))
    fi
}

u=http://$at
long=$(printf '%01000d' 0)
expect 'health is ok' '"status":"ok"' "$u/healthz"
expect 'readiness is told' '"status":"ready"' "$u/readyz"
expect 'an unknown path is a 404 problem' '"code":"not_found"' "$u/nothing"
expect 'another method is 405' '^HTTP/1.1 405' -X POST "$u/healthz"
expect '405 tells Allow' '^Allow: GET, HEAD, OPTIONS' -X FOO "$u/healthz"
expect 'HEAD has the length of GET' '^Content-Length: 33' -I "$u/healthz"
expect 'OPTIONS answers a preflight' '^Access-Control-Allow-Methods: GET' -X OPTIONS "$u/healthz"
etag=$(curl -sI "$u/healthz" | tr -d '\r' | sed -n 's/^ETag: //p')
expect 'a known ETag is 304' '^HTTP/1.1 304' -H "If-None-Match: $etag" "$u/healthz"
expect 'a large answer is gzipped when asked' '^Content-Encoding: gzip' -H 'Accept-Encoding: gzip' "$u/$long"
expect 'a body is refused' '^HTTP/1.1 413' -d x=1 "$u/healthz"
expect 'a missing Host is refused' '^HTTP/1.1 400' -H 'Host:' "$u/healthz"
expect 'length and chunks together are refused' '^HTTP/1.1 400' -H 'Content-Length: 0' -H 'Transfer-Encoding: chunked' "$u/healthz"
expect 'a request id is kept' '^X-Request-Id: abc-1' -H 'X-Request-Id: abc-1' "$u/healthz"

kill -TERM "$pid"
wait "$pid"
code=$?
[ "$code" -eq 0 ] && echo 'ok: SIGTERM ends it with 0' || { echo "FAILED: SIGTERM ended it with $code"; cat "$dir/err"; failures=$((failures + 1)); }
exit $((failures > 0))
