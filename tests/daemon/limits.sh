#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# limits.sh - each limit of docs/limits.md, by exceeding it: limits.sh BIN_DIR. A kind of limit counts as one fault.
. "$(dirname "$0")/daemon.sh"

# from ADDRESS TARGET CURL-ARGUMENTS...: asks from that address of loopback; the status, with $dir/head and $dir/body
from() {
    address=$1 target=$2
    shift 2
    curl -s -m 20 --interface "$address" -D "$dir/head" -o "$dir/body" -w '%{http_code}' "$@" "http://$at$target"
}
# is SENTENCE EXPECTED FOUND
is() { [ "$2" = "$3" ]; verdict $? "$1 ($3)"; }
# has SENTENCE FILE PATTERN
has() { tr -d '\r' <"$2" | grep -aqE -- "$3"; verdict $? "$1"; }
# refusals REASON: how many were counted
refusals() { from 127.0.0.99 /metrics >/dev/null; sed -n "s/^hustings_refusals_total{reason=\"$1\"} //p" "$dir/body"; }
# counts SENTENCE REASON: there is one of them at least, within 10 s
counts() {
    for _ in $(seq 1 50); do
        [ "$(refusals "$2")" -gt 0 ] && break
        sleep 0.2
    done
    [ "$(refusals "$2")" -gt 0 ]
    verdict $? "$1"
}
# allowed N ADDRESS TARGET CURL-ARGUMENTS...: of so many requests over one connection, how many are answered
allowed() {
    n=$1 address=$2 target=$3
    shift 3
    curl -s -m 20 --interface "$address" "$@" -o "$dir/body" -w '%{http_code}\n' "http://$at$target?x=[1-$n]" | grep -c 200
}
# spent, fresh SENTENCE ALLOWED: of nine requests; at one a second, on a machine that may halt for two
spent() { [ "$2" -le 3 ]; verdict $? "$1 ($2 of 9)"; }
fresh() { [ "$2" -ge 5 ]; verdict $? "$1 ($2 of 9)"; }

# Texts of 100 kB: a page of a hundred is more than sockets hold.
awk 'BEGIN {
    text = "The house of the Vale noted things. "
    while (length(text) < 100000) text = text text
    for (n = 0; n < 110; n++)
        printf "{\"id\": \"n%d\", \"title\": \"Note %d\", \"text\": \"%s%d\", \"date\": \"2019\"}\n", n, n, text, n
}' >"$dir/notes.jsonl"
add "$dir/notes.jsonl"
verdict $? 'the articles are added'
whole='/v1/export?q=vale&fields=text&collapse=none'

# ---- requests of an address, and who that is
fault
start --workers 1 --rate 1 --burst 5 --trust-proxy 127.0.0.9 --trust-proxy 10.0.0.0/8
n=$(allowed 30 127.0.0.2 /healthz)
[ "$n" -ge 5 ] && [ "$n" -le 7 ]
verdict $? "a burst is answered, no more ($n of 30)"
is 'as a problem' 429 "$(from 127.0.0.2 /v1/search)"
has 'that programs know' "$dir/body" '"status":429,"code":"too_many_requests"'
has 'with when to ask again' "$dir/head" '^Retry-After: [1-5]$'
is 'who asked for a page' 429 "$(from 127.0.0.2 /?q=vale)"
has 'is told so by one' "$dir/head" '^Content-Type: text/html'
has 'with when to ask again, too' "$dir/head" '^Retry-After: [1-5]$'
fresh 'another address is answered' "$(allowed 9 127.0.0.3 /v1/search)"
spent 'what the cache has is counted, too' "$(allowed 9 127.0.0.3 /v1/search)"
sleep 1.2
is 'after that time it is answered' 200 "$(from 127.0.0.2 /v1/search?q=vale)"
forwarded() { allowed 9 "$1" /healthz -H "X-Forwarded-For: $2"; }
fresh 'a trusted proxy names the client' "$(forwarded 127.0.0.9 '192.0.2.7')"
spent 'who is counted' "$(forwarded 127.0.0.9 '192.0.2.7')"
fresh 'whose other clients are others' "$(forwarded 127.0.0.9 '192.0.2.8')"
spent 'what the client wrote before it is nothing' "$(forwarded 127.0.0.9 '198.51.100.1, 192.0.2.7, 10.1.2.3')"
spent 'a port is no other client' "$(forwarded 127.0.0.9 '192.0.2.7:4711')"
fresh 'an address of IPv6' "$(forwarded 127.0.0.9 '2001:db8::1')"
spent 'is its /64' "$(forwarded 127.0.0.9 '[2001:db8::2]:80')"
fresh 'what cannot be read' "$(forwarded 127.0.0.9 'unknown')"
spent 'is the proxy itself' "$(forwarded 127.0.0.9 'other, 999.1.2.3')"
fresh 'nobody else is believed:' "$(forwarded 127.0.0.4 '192.0.2.11')"
spent 'who names others is who he is' "$(forwarded 127.0.0.4 '192.0.2.12')"
[ "$(grep -c 'name it with --trust-proxy' "$dir/err")" -eq 1 ] && grep -q '127\.0\.0\.4 sends X-Forwarded-For' "$dir/err"
verdict $? 'and the log says once how a proxy is named'
grep -qE '^[^ ]+Z 192\.0\.2\.7 "GET" "/healthz" "x=[0-9]" 429 ' "$dir/err" && grep -qE '^[^ ]+Z 2001:db8::1 "GET"' "$dir/err"
verdict $? 'the log has the client'
counts 'and they are counted' rate
# Terminals obey ESC and C1 bytes, and a line end would begin a line of one's own.
printf 'GET /\033[2J\233\rx?\0332\177\211 HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\033b\r\nX-Forwarded-For: 1.2.3.4\033[1m\r\n\r\n' |
    "$bin/wire" "$port" send >/dev/null
curl -s -g -o /dev/null --interface 127.0.0.5 "http://$at/%0d%0a2026-01-01T00:00:00.000Z%20forged%1b"
LC_ALL=C grep -qa '[^ -~]' "$dir/err"
is 'the log is printable, whatever was sent' 1 $?
grep -qF '"/\x1b[2J\x9b' "$dir/err" && ! grep -q '^2026-01-01' "$dir/err"
verdict $? 'with it escaped'
stop 'the daemon ends well'

# ---- connections
fault
start --workers 1 --connections-per-address 10 --connections 100 --head-seconds 4 --idle-seconds 3
cat >"$dir/open.py" <<'P'
import select, socket, sys, time
port, n, first, addresses, bytes_ = (int(a) for a in sys.argv[1:6])
held, refused = [], 0
for i in range(n):
    s = socket.socket()
    s.bind(("127.0.1.%d" % (first + i % addresses), 0))
    s.settimeout(3)
    s.connect(("127.0.0.1", port))
    s.setblocking(False)
    held.append(s)
time.sleep(0.5)
def closed():
    n = 0
    for s in held:
        try:
            n += s.recv(1, socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            pass
        except OSError:
            n += 1
    return n
print("refused", closed(), flush=True)
began = time.monotonic()
while bytes_ and closed() < n and time.monotonic() - began < 15:
    for s in held:
        try:
            s.send(b"G")
        except OSError:
            pass
    time.sleep(0.25)
print("ended" if closed() == n else "alive", round(time.monotonic() - began), flush=True)
P
python3 "$dir/open.py" "$port" 30 1 1 0 >"$dir/said"
is 'an address has so many connections' 'refused 20' "$(head -n 1 "$dir/said")"
counts 'and they are counted' connections_per_address
python3 "$dir/open.py" "$port" 30 1 1 0 >"$dir/said"
is 'and as many again, when those are gone' 'refused 20' "$(head -n 1 "$dir/said")"
python3 "$dir/open.py" "$port" 160 10 40 0 >"$dir/said"
refused=$(sed -n 's/^refused //p' "$dir/said")
[ "$refused" -ge 60 ] && [ "$refused" -le 75 ]
verdict $? "where there are too many, those that wait longest make room ($refused of 160)"
counts 'and they are counted' connections
python3 "$dir/open.py" "$port" 8 60 1 1 >"$dir/said"
grep -qE '^ended [2-6]$' "$dir/said"
verdict $? "a head of a byte at a time ends in --head-seconds ($(tail -n 1 "$dir/said"))"
counts 'and is counted' slow_head
timeout 9 python3 -c '
import socket, sys, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
began = time.monotonic()
while s.recv(1000):
    pass
print(round(time.monotonic() - began))' "$port" >"$dir/said"
[ "$(cat "$dir/said")" -ge 2 ] && [ "$(cat "$dir/said")" -le 6 ]
verdict $? "an idle connection ends in --idle-seconds ($(cat "$dir/said"))"
is 'an honest one is answered' 200 "$(from 127.0.0.3 /v1/search?q=vale)"
stop 'the daemon ends well'

# ---- readers
fault
start --workers 1 --pace 20000 --export-pace 20000 --pace-seconds 2 --exports 4 --trust-proxy 127.0.0.9
cat >"$dir/read.py" <<'P'
import select, socket, sys, time
port, address, target = int(sys.argv[1]), sys.argv[2], sys.argv[3]
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
s.bind((address, 0))
s.settimeout(20)
s.connect(("127.0.0.1", port))
s.sendall(("GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % target).encode())
began, got = time.monotonic(), s.recv(2000)
ended = select.poll()
ended.register(s, 0) # what is always told: that it was reset
while time.monotonic() - began < 30 and not ended.poll(200):
    try:
        s.recv(1)
    except OSError:
        break
print(got[9:12].decode(), round(time.monotonic() - began, 1), flush=True)
P
python3 "$dir/read.py" "$port" 127.0.0.2 "$whole" >"$dir/one" &
one=$!
python3 "$dir/read.py" "$port" 127.0.0.2 "$whole" >"$dir/two" &
two=$!
for _ in $(seq 1 50); do
    from 127.0.0.99 /metrics >/dev/null
    grep -q '^hustings_exports 2' "$dir/body" && break
    sleep 0.1
done
is 'of an address half of the exports are' 429 "$(from 127.0.0.2 "$whole")"
has 'as a problem' "$dir/body" '"code":"too_many_exports"'
has 'with when to ask again' "$dir/head" '^Retry-After: 10$'
is 'another has its place' 200 "$(from 127.0.0.3 "$whole&limit=5")"
python3 "$dir/read.py" "$port" 127.0.0.4 '/v1/search?q=vale&per_page=100&fields=text&collapse=none' >"$dir/page" &
page=$!
wait $one $two $page
cat "$dir/one" "$dir/two" "$dir/page" >"$dir/said"
awk '$1 == 200 && $2 < 20 { n++ } END { exit n != 3 }' "$dir/said"
verdict $? "who reads a few bytes a second is cut off ($(tr '\n' ' ' <"$dir/said"))"
counts 'and counted' slow_reader
counts 'and exports beyond were counted' exports_per_address
for _ in $(seq 1 50); do
    from 127.0.0.99 /metrics >/dev/null
    grep -q '^hustings_exports 0' "$dir/body" && break
    sleep 0.1
done
has 'and loses the place' "$dir/body" '^hustings_exports 0$'
is 'each of them' 3 "$(refusals slow_reader)"
is 'who reads is not, from the same address' 200 "$(from 127.0.0.2 "$whole" --limit-rate 8M)"
tail -n 1 "$dir/body" | grep -q '"complete":true'
verdict $? 'and has all'
stop 'the daemon ends well'

# ---- keys
fault
printf '# the desk\nabcdefghijklmnop-1\n' >"$dir/keys"
start --workers 1 --export-keys "$dir/keys" --deadline-ms 20000
is 'without a key there is no export' 401 "$(from 127.0.0.2 /v1/export)"
has 'as a problem' "$dir/body" '"code":"key_required"'
has 'that says how' "$dir/head" '^WWW-Authenticate: Bearer '
is 'nor with a wrong one' 401 "$(from 127.0.0.2 /v1/export -H 'Authorization: Bearer abcdefghijklmnop-2')"
is 'with one there is' 200 "$(from 127.0.0.2 /v1/export -H 'Authorization: Bearer abcdefghijklmnop-1')"
is 'a search needs none' 200 "$(from 127.0.0.2 /v1/search?q=vale)"
from 127.0.0.2 /v1/export -X OPTIONS >/dev/null
has 'a browser may send it' "$dir/head" '^Access-Control-Allow-Headers: .*Authorization'
counts 'and they are counted' export_key
! grep -q abcdefghijklmnop "$dir/err"
verdict $? 'no key is in the log'
is 'loopback is not counted by address where nobody asked for it' 1000 "$(allowed 1000 127.0.0.2 /healthz)"
stop 'the daemon ends well'

# ---- sizes
fault
start --workers 1 --url-bytes 300 --header-bytes 1500
is 'a URL of --url-bytes is read' 200 "$(from 127.0.0.2 "/healthz?$(printf '%0290d' 0)")"
is 'a longer one is not' 414 "$(from 127.0.0.2 "/healthz?$(printf '%0300d' 0)")"
has 'and how long it may be is told' "$dir/body" 'may be 300 bytes'
is 'headers of --header-bytes are read' 200 "$(from 127.0.0.2 /healthz -H "X: $(printf '%01300d' 0)")"
is 'more are not' 431 "$(from 127.0.0.2 /healthz -H "X: $(printf '%01500d' 0)")"
has 'and how many they may be is told' "$dir/body" 'may be 1500 bytes'
stop 'the daemon ends well'

# ---- how deep, and how many values
fault
start --workers 1 --page-depth 100 --facet-values 1000
is 'the last page is had' 200 "$(from 127.0.0.2 '/v1/search?collapse=none&per_page=50&page=2')"
has 'which says how many there are' "$dir/body" '"pages":2,'
has 'and where it goes on' "$dir/head" '^Link: .*page=1>; rel="prev", .*[?&]cursor=[^>]*>; rel="next"'
next=$(sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p' "$dir/body")
is 'as it does' 200 "$(from 127.0.0.2 "/v1/search?collapse=none&per_page=50&cursor=$next")"
has 'with the rest' "$dir/body" '"id":"n[0-9]*"'
is 'a deeper one is refused' 400 "$(from 127.0.0.2 '/v1/search?per_page=50&page=3')"
has 'by its name' "$dir/body" \
    '"code":"page_too_deep","param":"page","value":"3","detail":"[^"]* 100\.","hint":"Use cursor'
is 'by offset, too' 400 "$(from 127.0.0.2 '/v1/search?offset=51&limit=50')"
has 'by that name' "$dir/body" '"param":"offset","value":"51"'
is 'the last of a feed is had' 200 "$(from 127.0.0.2 '/v1/feed?page=2')"
! grep -q 'rel="next"' "$dir/body"
verdict $? 'without a way to what is not'
is 'a feed ends there, whose pages are longer' 400 "$(from 127.0.0.2 '/v1/feed?page=3')"
has 'and that says what else there is' "$dir/body" '"hint":"Use cursor with /v1/search'
is 'so many values are counted' 200 "$(from 127.0.0.2 '/v1/facets?facets=year&facet_limit=1000')"
is 'and no more' 400 "$(from 127.0.0.2 '/v1/facets?facets=year&facet_limit=1001')"
has 'which is told' "$dir/body" \
    '"code":"number_invalid","param":"facet_limit","value":"1001","hint":"Use a whole number from 1 to 1000'
stop 'the daemon ends well'

# ---- the queue
fault
start --workers 1 --deadline-ms 20000
cat >"$dir/queue.py" <<'P'
import collections, socket, struct, sys, time
port = int(sys.argv[1])
held = []
for i in range(int(sys.argv[2])):
    s = socket.create_connection(("127.0.0.1", port))
    s.sendall(b"GET /v1/search?q=the+house+of+the+vale+things+-w%d&per_page=5&collapse=none HTTP/1.1\r\nHost: a\r\n\r\n" % i)
    held.append(s)
    if i == 20: # ten who are gone before their turn comes
        for j in range(10):
            s = socket.create_connection(("127.0.0.1", port))
            s.sendall(b"GET /v1/search?q=gone+w%d HTTP/1.1\r\nHost: a\r\n\r\n" % j)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            time.sleep(0.01)
            s.close()
print(collections.Counter(s.recv(12)[9:12].decode() for s in held))
P
python3 "$dir/queue.py" "$port" 200 >"$dir/said"
grep -q "'503'" "$dir/said" && grep -q "'200'" "$dir/said"
verdict $? "where too many wait they are told so at once ($(cat "$dir/said"))"
counts 'and counted' queue
from 127.0.0.99 /metrics >/dev/null
gone=$(sed -n 's/^hustings_clients_gone_total //p' "$dir/body")
[ "$gone" -ge 8 ]
verdict $? "for who is gone, by a reset, nothing is searched ($gone of 10)"
stop 'the daemon ends well'
start --workers 1 --deadline-ms 20000 --queue 1
python3 "$dir/queue.py" "$port" 20 >"$dir/said"
grep -q "'503'" "$dir/said" && grep -q "'200'" "$dir/said"
verdict $? "with --queue 1 twenty are too many ($(cat "$dir/said"))"
stop 'the daemon ends well'

for bad in '--rate -1' '--rate x' '--burst 0' '--connections 7' '--exports 33' '--queue 0' '--url-bytes 16385' '--header-bytes 1023' '--exports-per-address 0' '--pace-seconds 0' \
    '--trust-proxy proxy.example' '--trust-proxy 10.0.0.0/33' '--export-keys /nowhere/keys'; do
    # shellcheck disable=SC2086
    timeout 10 "$bin/searchd" --listen 127.0.0.1:0 --archive "$dir/a" $bad >"$dir/said" 2>&1
    [ $? -eq 2 ] && grep -qF -e "${bad%% *}" "$dir/said"
    verdict $? "a bad value is said: $bad"
done
faults_told
finish
