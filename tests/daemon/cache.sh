#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# cache.sh - answers given again are the same, never stale, within their limit, and counted: cache.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

article() { printf '{"id": "%s", "title": "Note %s", "text": "The house of the Vale noted %s.", "date": "2019"}\n' "$1" "$1" "$2"; }
# metric NAME: its value now
metric() { curl -s -m 5 "http://$at/metrics" | grep -aF "$1 " | grep -v '^#' | sed 's/.* //'; }
# total TARGET: what the answer says
total() { curl -s -m 5 "http://$at$1" | sed 's/.*"total":\([0-9]*\),.*/\1/'; }
# is SENTENCE EXPECTED FOUND
is() { [ "$2" = "$3" ]; verdict $? "$1 ($2, $3)"; }

for i in $(seq 1 40); do article "base$i" base; done >"$dir/base.jsonl"
add "$dir/base.jsonl"
verdict $? 'the first articles are added'
start --workers 2
sleep 0.1 # what was committed a moment ago is not kept

q='/v1/search?q=vale'
for n in 1 2; do curl -s -m 5 -D "$dir/head$n" -o "$dir/body$n" -H 'X-Request-Id: same' "http://$at$q"; done
is 'the second answer is from the cache' 1 "$(metric hustings_cache_hits_total)"
cmp -s "$dir/body1" "$dir/body2"
verdict $? 'its body is the same to the byte'
grep -v '^Date:' "$dir/head1" >"$dir/h1"
grep -v '^Date:' "$dir/head2" | cmp -s - "$dir/h1"
verdict $? 'and so are its headers'
for n in 1 2; do curl -s -m 5 -D "$dir/head" -o "$dir/gz$n" -H 'Accept-Encoding: gzip' "http://$at$q"; done
grep -q '^Content-Encoding: gzip' "$dir/head" && gzip -dc <"$dir/gz2" | cmp -s - "$dir/body1" && cmp -s "$dir/gz1" "$dir/gz2"
verdict $? 'a client that takes gzip gets the same, gzipped'
if command -v zstd >/dev/null; then
    curl -s -m 5 -D "$dir/head" -H 'Accept-Encoding: gzip, deflate, br, zstd' "http://$at$q" | zstd -dcq | cmp -s - "$dir/body1"
    verdict $? 'and one that takes zstd gets it so'
fi
etag=$(tr -d '\r' <"$dir/head1" | sed -n 's/^ETag: //p')
code=$(curl -s -m 5 -o /dev/null -w '%{http_code}' -H "If-None-Match: $etag" "http://$at$q")
is 'a client that has it is told so' 304 "$code"
curl -s -m 5 -I "http://$at$q" | tr -d '\r' | grep -q "^Content-Length: $(wc -c <"$dir/body1")\$"
verdict $? 'HEAD tells its length'
is 'all but the first were hits' 1 "$(metric hustings_cache_misses_total)"
is 'requests are counted by route and class' 1 "$(metric 'hustings_http_requests_total{route="/v1/search",code="3xx"}')"

# Under load, what was committed is in the first answer after it.
while [ ! -e "$dir/enough" ]; do curl -s -m 5 "http://$at$q&per_page=[1-20]" "http://$at$q" >/dev/null; done &
load=$!
stale=0
for n in 41 42 43 44 45 46 47 48 49 50 51 52; do
    [ "$n" -lt 47 ] || sleep 0.1 # so long that the answer before is kept
    article "live$n" live >"$dir/one.jsonl"
    add "$dir/one.jsonl" || stale=100
    [ "$(total "$q")" = "$n" ] || stale=$((stale + 1))
done
for i in $(seq 1 1200); do article "bulk$i" bulk; done >"$dir/bulk.jsonl"
add "$dir/bulk.jsonl" # a generation with a run of its own
[ "$(total /v1/count)" = 1252 ] || stale=$((stale + 1))
touch "$dir/enough"
wait "$load"
is 'after a commit no answer is stale, amid other requests' 0 "$stale"
[ "$(metric hustings_cache_invalidations_total)" -ge 6 ]
verdict $? 'each commit emptied the cache'
is 'none was answered with an error' 0 "$(metric 'hustings_http_requests_total{route="/v1/search",code="5xx"}')"
sleep 1
is 'the articles are told' 1252 "$(metric hustings_articles)"

curl -s -m 5 -D "$dir/head" -o "$dir/text" "http://$at/metrics"
tr -d '\r' <"$dir/head" | grep -q '^Content-Type: text/plain; version=0.0.4'
verdict $? 'metrics are Prometheus text'
! grep -avE '^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(_bucket|_sum|_count)?(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+0-9.e]+)$' "$dir/text"
verdict $? 'each line is a comment or a sample'
[ "$(grep -c '^# TYPE' "$dir/text")" = "$(grep '^# TYPE' "$dir/text" | sort -u | wc -l)" ]
verdict $? 'each name is described once'
bucket=$(metric 'hustings_http_request_duration_seconds_bucket{route="/v1/search",le="+Inf"}')
is 'the last bucket holds every request' "$bucket" "$(metric 'hustings_http_request_duration_seconds_count{route="/v1/search"}')"
stop 'the daemon ends well'

start --cache-bytes 200000
sleep 0.1
curl -s -m 10 "http://$at$q&per_page=100&page=[1-9]" "http://$at$q&per_page=[1-60]" >/dev/null
[ "$(metric hustings_cache_bytes)" -le 200000 ] && [ "$(metric hustings_cache_evictions_total)" -gt 0 ]
verdict $? 'the limit in bytes holds'
stop 'the daemon with a small cache ends well'

start --cache-bytes 0
for n in 1 2 3; do curl -s -m 5 -o /dev/null "http://$at$q"; done
is 'with --cache-bytes 0 nothing is kept' '0 0 0' \
    "$(metric hustings_cache_hits_total) $(metric hustings_cache_entries) $(metric hustings_cache_limit_bytes)"
stop 'the daemon without a cache ends well'
finish
