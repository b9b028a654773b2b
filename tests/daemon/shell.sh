#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shell.sh - the daemon's HTTP manners and its life, asked of the real binary: shell.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# expect SENTENCE PATTERN CURL-ARGUMENTS...: the headers and body hold the pattern
expect() {
    sentence=$1 pattern=$2
    shift 2
    curl -s -m 10 -D "$dir/head" -o "$dir/body" "$@"
    cat "$dir/head" "$dir/body" | tr -d '\r' | grep -aqE -- "$pattern"
    verdict $? "$sentence"
}

# wire SENTENCE PATTERN BYTES: what comes back for the bytes as they are holds the pattern
wire() {
    printf "$3" | "$bin/wire" "$port" send | tr -d '\r' | grep -aqE -- "$2"
    verdict $? "$1"
}

# refuses SENTENCE PATTERN ARGUMENTS...: searchd ends with an error that holds the pattern
refuses() {
    sentence=$1 pattern=$2
    shift 2
    timeout 10 "$bin/searchd" "$@" >"$dir/said" 2>&1
    code=$?
    [ "$code" -ne 0 ] && [ "$code" -ne 124 ] && grep -qE -- "$pattern" "$dir/said"
    verdict $? "$sentence"
}

# A deadline that is out of reach: instrumented, on a busy machine, the last of many answers may take over a second.
start --head-seconds 1 --workers 1 --deadline-ms 20000
u=http://$at
long=$(printf '%01000d' 0)
expect 'health is ok' '"status":"ok"' "$u/healthz"
expect 'an unknown path is a 404 problem' '"code":"not_found"' "$u/nothing"
expect 'another method is 405' '^HTTP/1.1 405' -X POST "$u/healthz"
expect '405 tells Allow' '^Allow: GET, HEAD, OPTIONS' -X FOO "$u/healthz"
expect 'HEAD has the length of GET' '^Content-Length: 33' -I "$u/healthz"
expect 'OPTIONS answers a preflight' '^Access-Control-Allow-Methods: GET' -X OPTIONS "$u/healthz"
etag=$(curl -sI "$u/healthz" | tr -d '\r' | sed -n 's/^ETag: //p')
expect 'a known ETag is 304' '^HTTP/1.1 304' -H "If-None-Match: $etag" "$u/healthz"
expect 'a large answer is gzipped when asked' '^Content-Encoding: gzip' -H 'Accept-Encoding: gzip' "$u/$long"
expect 'a body is refused' '^HTTP/1.1 413' -d x=1 "$u/healthz"
expect 'a request id is kept' '^X-Request-Id: abc-1' -H 'X-Request-Id: abc-1' "$u/healthz"

wire 'a missing Host is a 400 problem' '"detail":"There is no Host' 'GET /healthz HTTP/1.1\r\n\r\n'
wire 'HTTP/1.0 needs no Host' '^HTTP/1.[01] 200' 'GET /healthz HTTP/1.0\r\n\r\n'
wire 'two Hosts are refused' '"status":400' 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'
wire 'two Content-Lengths are a 400 problem' '"detail":"There is more than one Content-Length' \
    'GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nabcde'
wire 'length and chunks together are a 400 problem' '"detail":"Content-Length and Transfer-Encoding stand' \
    'GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
wire 'a target that is no path is refused' '"status":400' 'GET healthz HTTP/1.1\r\nHost: a\r\n\r\n'
wire 'a URL of 20,000 bytes is 414' '^HTTP/1.1 414' "GET /$(printf '%020000d' 0) HTTP/1.1\r\nHost: a\r\n\r\n"
wire 'headers of 30,000 bytes are 431' '^HTTP/1.1 431' "GET / HTTP/1.1\r\nHost: a\r\nX: $(printf '%030000d' 0)\r\n\r\n"
wire 'what is sent cannot forge a line of the log' '"code":"not_found"' 'GET /a"b HTTP/1.1\r\nHost: a\r\n\r\n'
grep -qF '"/a\x22b" "" 404' "$dir/err"
verdict $? 'a quote in a path is escaped in the log'
printf 'no request at all\r\n\r\n' | "$bin/wire" "$port" send >"$dir/body"
expect 'after a line that is no request it lives' '"status":"ok"' "$u/healthz"
yes a | head -c 100 | tr -d '\n' | "$bin/wire" "$port" drip
verdict $? 'a client that drips its request is cut'

expect 'without an archive it is not ready' '"code":"archive_missing"' "$u/readyz"
expect 'without an archive a search is a 503 problem' '"status":503,"code":"archive_missing"' "$u/v1/search"
expect 'and is told when to ask again' '^Retry-After: 5' "$u/v1/articles/x"
refuses 'a port that is taken is said' "cannot listen on '127.0.0.1' port $port" --listen "$at" --archive "$dir/a"
seq 1 200 | sed 's/.*/{"id": "n&", "title": "Note &", "text": "The house of the Vale noted & things.", "date": "2019"}/' \
    >"$dir/notes.jsonl"
add "$dir/notes.jsonl"
verdict $? 'an archive is made while it runs'
expect 'it is found without a restart' '"total":200,' "$u/v1/search?q=vale"
sleep 1
expect 'and it is ready' '"status":"ready"' "$u/readyz"
"$bin/wire" "$port" drain "$pid" 24 '/v1/search?q=vale&per_page=100'
verdict $? 'SIGTERM amid requests: all are answered'
kill -TERM "$pid" 2>/dev/null
wait "$pid"
verdict $? 'SIGTERM ends it with 0'
grep -qE '"GET" "/v1/search" "q=vale&per_page=100" 200 [0-9]+ [0-9.]+ms' "$dir/err"
verdict $? 'each request is a line of the log, with status, bytes and time'

refuses 'an address that is none is said' "is no numeric address" --listen nowhere:0 --archive "$dir/a"
refuses 'a bad number is said' "bad value 'soon' for --deadline-ms" --deadline-ms soon
refuses 'a file is no archive' 'is no folder' --listen 127.0.0.1:0 --archive "$dir/notes.jsonl"
mkdir "$dir/bad" && printf '# hustings archive, format 5\nnonsense\n' >"$dir/bad/XAPIANDB"
refuses 'a damaged archive is said' 'is damaged' --listen 127.0.0.1:0 --archive "$dir/bad"
finish
