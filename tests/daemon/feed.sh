#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# feed.sh - queries as Atom feeds: feed.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# fetches SENTENCE PATTERN CURL-ARGUMENTS...: headers and body hold the pattern
fetches() {
    sentence=$1 pattern=$2
    shift 2
    curl -s -m 10 -D "$dir/head" -o "$dir/body" "$@"
    cat "$dir/head" "$dir/body" | tr -d '\r' | grep -aqE -- "$pattern"
    verdict $? "$sentence"
}
# entries SENTENCE NUMBER: the answer before has so many
entries() {
    [ "$(grep -c '^<entry' "$dir/body")" -eq "$2" ]
    verdict $? "$1"
}
# titles SENTENCE TITLES TARGET: of the feed's entries, joined by commas
titles() {
    curl -s -m 10 "http://$at$3" | sed -n '/^<entry/,$s/^<title type="text">\(.*\)<\/title>$/\1/p' | paste -sd, >"$dir/titles"
    [ "$(cat "$dir/titles")" = "$2" ]
    verdict $? "$1"
    [ "$(cat "$dir/titles")" = "$2" ] || cat "$dir/titles"
}

seq 1 120 | sed 's/.*/{"id":"n&","title":"Note &","text":"The house of the Vale noted & things.","source":"Vale Herald"}/' \
    >"$dir/notes.jsonl"
cat >>"$dir/notes.jsonl" <<'END'
{"id":"old","title":"Moot meets","text":"The moot met.","date":"2018-01-01"}
{"id":"new","title":"Moot & <b>budget</b>","text":"The moot met for a budget.","date":"2019-04-02","url":"https://courier.example/?a=1&b=2","lang":"en","section":"Politics","tags":["moot"],"author":"Jane Doe"}
END
add "$dir/notes.jsonl"
start --workers 2
u=http://$at
fetches 'a feed has its media type' '^Content-Type: application/atom\+xml' "$u/v1/feed?q=moot"
entries 'with all that is found' 2
fetches 'its title is what was asked' '<title type="text">moot</title>' "$u/v1/feed?q=moot"
fetches 'titles are escaped' '<title type="text">Moot &amp; &lt;b&gt;budget&lt;/b&gt;</title>' "$u/v1/feed?q=moot"
fetches 'its address is the Host with the query' "rel=\"self\" type=\"application/atom\\+xml\" href=\"http://$at/v1/feed\\?q=moot&amp;lang=en\"" "$u/v1/feed?q=moot&lang=en"
fetches 'found words are marked' '&lt;mark&gt;moot&lt;/mark&gt;' "$u/v1/feed?q=moot"
titles 'the newest is first' 'Moot &amp; &lt;b&gt;budget&lt;/b&gt;,Moot meets' '/v1/feed?q=moot'
titles 'whatever the order asked for' 'Moot &amp; &lt;b&gt;budget&lt;/b&gt;,Moot meets' '/v1/feed?q=moot&sort=oldest'
titles 'filters hold' 'Moot meets' '/v1/feed?q=moot&to=2018'
titles 'so does match' 'Moot &amp; &lt;b&gt;budget&lt;/b&gt;,Moot meets' '/v1/feed?q=moot+budget&match=any'
titles 'where nothing has every word it is empty' '' '/v1/feed?q=budget+things'
fetches 'and then says when the archive was changed' '<updated>20[0-9-]*T[0-9:]*Z</updated>' "$u/v1/feed?q=budget+things"
fetches 'a misspelt word is not put right' '</feed>' "$u/v1/feed?q=bugdet"
entries 'in a feed' 0
fetches 'at most 50 are told' '</feed>' "$u/v1/feed"
entries 'where no number is asked for' 50
! grep -q 'rel="next"' "$dir/body"
verdict $? 'and without a page none follows'
fetches 'a page is followed by the next' 'rel="next" type="application/atom\+xml" href="[^"]*/v1/feed\?page=2"' "$u/v1/feed?page=1"
entries 'of as many' 50
fetches 'that by the last' 'rel="previous" [^>]*page=1"' "$u/v1/feed?page=2"
fetches 'which none follows' 'rel="previous" [^>]*page=2"' "$u/v1/feed?page=3"
entries 'and has the rest' 22
! grep -q 'rel="next"' "$dir/body"
verdict $? 'of all'
for p in 1 2 3; do curl -s "$u/v1/feed?page=$p"; done | sed -n 's/^<id>\(.*\)<\/id>$/\1/p' | sort | uniq -c | sort -rn >"$dir/ids"
[ "$(wc -l <"$dir/ids")" -eq 123 ] && [ "$(awk '$1 > 1' "$dir/ids" | wc -l)" -eq 1 ]
verdict $? 'each article is in one page, under an id of its own; the feed has one id in all'
fetches 'per_page is honoured' 'rel="next" [^>]*href="[^"]*per_page=100&amp;page=2"' "$u/v1/feed?per_page=100&page=1"
entries 'up to 100' 100
fetches 'offset is a page too' 'rel="previous" [^>]*offset=0".*' "$u/v1/feed?offset=3&limit=5"
fetches 'with its next' 'rel="next" [^>]*offset=8"' "$u/v1/feed?offset=3&limit=5"
asks 'a bad value is a 400' 400 '"param":"from"' '/v1/feed?from=2019-13'
asks 'strict holds' 400 '"code":"query_repaired"' '/v1/feed?q=%22open&strict=1'

etag=$(curl -sI "$u/v1/feed?q=moot" | tr -d '\r' | sed -n 's/^ETag: //p')
fetches 'the same is 304' '^HTTP/1.1 304' -H "If-None-Match: $etag" "$u/v1/feed?q=moot"
fetches 'another query is not' '^HTTP/1.1 200' -H "If-None-Match: $etag" "$u/v1/feed?q=met"
fetches 'another Host is not' '^HTTP/1.1 200' -H "If-None-Match: $etag" -H 'Host: b.example' "$u/v1/feed?q=moot"
fetches 'it tells when the archive was changed last' '^Last-Modified: [A-Z][a-z]{2}, ' "$u/v1/feed?q=moot"
curl -s "$u/v1/feed?q=moot" >"$dir/one"
curl -s "$u/v1/feed?q=budget+things" >"$dir/empty"
sleep 1.1
curl -s "$u/v1/feed?q=budget+things" | cmp - "$dir/empty"
verdict $? 'an empty one is the same a second later'
curl -s "$u/v1/feed?q=moot" | cmp - "$dir/one"
verdict $? 'the bytes are the same a second later'
curl -s -H 'Host: b.example' "$u/v1/feed?q=moot" >/dev/null
curl -s "$u/v1/feed?q=moot" | cmp - "$dir/one"
verdict $? 'and after another Host asked'
since=$(sed -n 's/^<h:snapshot xmlns:h="urn:hustings">\(.*\)<\/h:snapshot>$/\1/p' "$dir/one")
asks 'the feed names the snapshot, as searches do' 200 "\"snapshot\":\\{\"id\":\"$since\"" '/v1/search?q=moot'
titles 'since that there is nothing' '' "/v1/feed?q=moot&since=$since"
id=$(sed -n '/<title type="text">Moot meets/{x;p;};/^<id>/h' "$dir/one" | head -1)
echo '{"id":"old","title":"Moot meets twice","text":"The moot met again.","date":"2018-01-01"}' >"$dir/more.jsonl"
add "$dir/more.jsonl"
fetches 'a changed article is told' 'Moot meets twice' "$u/v1/feed?q=moot"
fetches 'with the id it had' "$id" "$u/v1/feed?q=moot"
fetches 'and the feed is no longer what the client had' '^HTTP/1.1 200' -H "If-None-Match: $etag" "$u/v1/feed?q=moot"
titles 'since the snapshot there is that alone' 'Moot meets twice' "/v1/feed?q=moot&since=$since"
titles 'of all articles too' 'Moot meets twice' "/v1/feed?since=$since"
echo '{"id":"third","title":"Moot ends","text":"The moot ended.","date":"2017-01-01"}' >"$dir/more.jsonl"
add "$dir/more.jsonl"
fetches 'another is added' 'Moot ends' "$u/v1/feed?q=moot"
titles 'with what was added later' 'Moot meets twice,Moot ends' "/v1/feed?q=moot&since=$since"
titles 'an older snapshot is shown as it was' 'Moot &amp; &lt;b&gt;budget&lt;/b&gt;,Moot meets' "/v1/feed?q=moot&snapshot=$since"
fetches 'the feed itself has since in its address' "rel=\"self\"[^>]*\?q=moot&amp;since=$since\"" "$u/v1/feed?q=moot&since=$since"
fetches 'the search beside it, which knows none, has not' "rel=\"alternate\"[^>]*/v1/search\?q=moot\"" \
    "$u/v1/feed?since=$since&q=moot"
asks 'what is no snapshot is a 400 that says so' 400 '"code":"snapshot_unknown".*"param":"since","value":"x"' '/v1/feed?since=x'
asks 'nor is one that is to come' 400 '"code":"snapshot_unknown"' "/v1/feed?since=${since}9"
asks 'a query over 2,000 bytes is a 400' 400 '"code":"query_too_long"' "/v1/feed?q=$(printf '%02500d' 0)"
stop 'it ends well'
start --public-url https://news.example
fetches 'the public URL is what links begin with' 'rel="self" [^>]*href="https://news.example/v1/feed\?q=moot"' -H 'Host: evil.example' "http://$at/v1/feed?q=moot"
fetches 'to articles too' 'href="https://news.example/v1/articles/old\?hash=' "http://$at/v1/feed?q=moot"
stop 'it ends well'
finish
