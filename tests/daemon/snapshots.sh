#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# snapshots.sh - an older snapshot is asked over HTTP, while the archive goes on, is merged and forgets: snapshots.sh DIR
. "$(dirname "$0")/daemon.sh"

story() { printf '{"id":"%s","title":"%s","source":"Courier","date":"2020-02-%02d","text":"%s"}\n' "$1" "$2" "$3" "$4"; }
{
    story a 'On tramways' 1 'The council spoke of tramways.'
    story b 'On bridges' 2 'The council spoke of bridges.'
    story c 'On secrets' 3 'The council spoke of secrets.'
} >"$dir/first.jsonl"
add "$dir/first.jsonl"
start
curl -s "http://$at/v1/status" >"$dir/status"
id() { sed -n 's/.*"snapshot":{"id":"\([^"]*\)".*/\1/p' "$dir/status"; }
first=$(id)
story a 'On harbours' 1 'The council spoke of harbours.' >"$dir/second.jsonl"
add "$dir/second.jsonl"
"$bin/indexer" --archive "$dir/a" delete c >/dev/null

asks 'the newest has the new text' 200 '"newest":true.*"total":1,.*"order_exact":true' '/v1/search?q=harbours'
asks 'and not the old' 200 '"total":0,' '/v1/count?q=tramways'
past() {
    curl -s "http://$at/v1/export?format=csv&sort=oldest&fields=title,content_hash,withdrawn&snapshot=$first" |
        tr -d '\r' | grep -q '^c,,,true$'
    verdict $? "$1: a table tells what was withdrawn"
    curl -s "http://$at/v1/export?fields=withdrawn&snapshot=$first" | grep -c '^{"id":"[ab]","withdrawn":false}$' |
        grep -q '^2$'
    verdict $? "$1: and what was not"
    asks "$1: the old text is found" 200 "\"snapshot\":\{\"id\":\"$first\",\"articles\":3,\"newest\":false\}.*\"total\":1,.*\"order_exact\":false" \
        "/v1/search?q=tramways&snapshot=$first"
    asks "$1: the new one is not" 200 '"total":0,' "/v1/count?q=harbours&snapshot=$first"
    asks "$1: by date the order is exact" 200 '"total":3,.*"order_exact":true' "/v1/search?snapshot=$first&sort=newest"
    asks "$1: what was deleted is counted" 200 '"total":1,' "/v1/count?q=secrets&snapshot=$first"
    asks "$1: and not shown" 200 '"id":"c","url":null,"title":null,.*"snippet":null,.*"withdrawn":true' \
        "/v1/search?q=secrets&snapshot=$first&fields=all"
    grep -q 'On secrets\|spoke of secrets' "$dir/body"
    verdict $((!$?)) "$1: nor its words"
    asks "$1: facets are counted then" 200 '"facets":\{"source":\[\{"value":"Courier","count":3\}\]' \
        "/v1/search?facets=source&snapshot=$first"
}
past 'after changes'
"$bin/indexer" --archive "$dir/a" compact >/dev/null
past 'after a merge'
add "$(dirname "$0")/../articles"
past 'after more'

etag() { curl -s -D - -o /dev/null "http://$at/v1/search?q=council&snapshot=$first" | sed -n 's/^ETag: *//p' | tr -d '\r'; }
before=$(etag)
code=$(curl -s -o /dev/null -w '%{http_code}' -H "If-None-Match: $before" "http://$at/v1/search?q=council&snapshot=$first")
[ "$code" = 304 ]
verdict $? 'an answer from a snapshot has an ETag'
add "$dir/first.jsonl"
[ "$(etag)" != "$before" ]
verdict $? 'which ranks of another day do not share'

asks 'no snapshot' 400 '"code":"snapshot_unknown","param":"snapshot","value":"x"' '/v1/search?snapshot=x'
asks 'one of another archive' 400 '"code":"snapshot_unknown"' '/v1/count?snapshot=00000000-1'
asks 'one that is to come' 400 '"code":"snapshot_unknown"' "/v1/count?snapshot=${first%-*}-99999"
"$bin/indexer" --archive "$dir/a" compact --forget >/dev/null
asks 'one that was forgotten' 410 '"code":"snapshot_forgotten".*"hint":"' "/v1/search?q=tramways&snapshot=$first"
asks 'the newest is known' 200 '"newest":true' '/v1/search?q=tramways'
curl -s "http://$at/v1/status" >"$dir/status"
echo 'tram = tramways' >"$dir/a/synonyms.txt"
asks 'other synonyms are told' 200 "synonyms have changed since that snapshot" "/v1/search?q=tram&snapshot=$(id)"
export="/v1/export?q=tram&from=2099&snapshot=$(id)"
asks 'an export too' 200 '"warnings":\["the archive.s synonyms have changed since that snapshot' "$export"
shown=$(curl -s -D - -o /dev/null "http://$at$export" | tr -d '\r' | sed -n 's/^X-Snapshot: //p')
[ -n "$shown" ] && [ "$shown" != "$(id)" ] && grep -q "\"manifest\":.*\"snapshot\":\"$shown\"" "$dir/body"
verdict $? 'which names the snapshot that it is of'
stop 'the daemon ends'
finish
