#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# web.sh - the search page and what browsers load, as they come from the daemon. usage: web.sh BIN
. "$(dirname "$0")/daemon.sh"
articles=$(dirname "$0")/../articles

# get TARGET: head and body
get() { code=$(curl -s -m 20 -D "$dir/head" -o "$dir/body" -w '%{http_code}' "http://$at$1"); }
# shows SENTENCE STATUS PATTERN TARGET: that page, as HTML with a policy that lets nothing foreign in
shows() {
    for _ in 1 2 3 4 5; do
        get "$4"
        [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" && break
        sleep 0.2
    done
    [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" && grep -qi '^content-type: text/html; charset=utf-8' "$dir/head" &&
        grep -qi "^content-security-policy: default-src 'none'; script-src 'self';" "$dir/head" &&
        ! grep -qi 'unsafe' "$dir/head"
    verdict $? "$1"
}
has() { grep -qE -- "$2" "$dir/body"; verdict $? "$1"; }
hasnt() { ! grep -qE -- "$2" "$dir/body"; verdict $? "$1"; }

start
shows 'without an archive the page says so in words' 503 '<h1>' '/'
grep -qi '^retry-after: [1-9]' "$dir/head"
verdict $? 'and when to come again'
has 'and how' '<a href="./">Try again</a>'
add "$articles"
shows 'the first page shows the newest of all' 200 '[0-9]+ articles, the newest first' '/'
hasnt 'it may be found by crawlers' 'noindex'
shows 'a query has its results, marked' 200 '<h2><a href="./a/[^"]*[?]q=budget" dir="auto">.*<mark>[Bb]udget</mark>' '/?q=budget'
has 'lists of results are not for crawlers' '<meta name="robots" content="noindex">'
has 'the form holds the query' 'name="q"[^>]* value="budget"'
has 'facets have counts' '<span class="value" dir="auto">Vale Herald</span> <span class="count">[0-9]+<'
next=$(sed -n 's/.*href="\(.[^"]*source=Vale+Herald\)".*/\1/p' "$dir/body" | head -1 | sed 's/&amp;/\&/g')
shows 'a facet is a link that sets its filter' 200 'Source: <b dir="auto">Vale Herald</b>' "${next#.}"
has 'and the form keeps it' '<input type="hidden" name="source" value="Vale Herald">'
has 'the chosen value is marked as such and can be taken off' 'href="./[?]q=budget" [^>]*aria-current="true"'
shows 'pages are links' 200 'rel="next"' '/?per_page=2'
shows 'and the second leads back' 200 'rel="prev"' '/?per_page=2&page=2'
has 'its numbers go on' '<ol class="results" start="3">'
shows 'a likelier word is offered or shown' 200 'class="meant".*<a href="./[?]q=budget"' '/?q=budgte'
hasnt 'and that once' 'this is for'
shows 'nothing found is said, with ways out' 200 'Nothing was found for <b dir="auto">xqzzy</b>' '/?q=xqzzy'
shows 'what hinders is told, and a link away' 200 'Without <a href="./[?]q=budget&amp;to=2030"[^>]*>source=xqzzy</a>: [0-9]' '/?q=budget&source=xqzzy&to=2030'
shows 'a bad date is said to a person' 400 '<p>That month does not exist.</p>' '/?from=2016-13&q=tax'
has 'and the query is still in the form' 'name="q"[^>]* value="tax"'
shows 'what else was asked is a link away' 400 '<a href="./[?]q=tax&amp;source=vox&amp;to=2019">Search without it' \
    '/?from=2016-13&q=tax&source=vox&to=2019'
shows 'a page too deep has a way to the first' 400 '<a href="./[?]q=tax">Go to the first page' '/?q=tax&page=99999'
hasnt 'without words for programs' 'cursor'
shows 'a page behind the last says where that is' 200 'There is no such page; the last is 1' '/?q=budget&per_page=50&page=2'
has 'and the tab says which it is' '<title>budget, page 2 –'
shows 'what is too long is, too' 400 '<h1>The query is too long' "/?q=$(printf 'a%.0s' $(seq 2100))"
shows 'what is asked never becomes markup' 200 'for <b dir="auto">&lt;script&gt;alert\(1\)&lt;/script&gt;</b>' \
    '/?q=%3Cscript%3Ealert(1)%3C/script%3E'
hasnt 'nor in titles and attributes' '<script>alert|="<'
shows 'nor does a filter' 200 'Source: <b dir="auto">&quot;&gt;&lt;img' '/?source=%22%3E%3Cimg+src=x%3E'
shows 'what means nothing is said' 200 "<p class=\"note\">the unknown parameter &#39;soruce&#39; was ignored</p>" '/?soruce=vox'
many=$(printf 'x%s,' $(seq 60))
shows 'a view that would make its page endless is refused' 414 '<h1>There are too many filters</h1>' "/?source=$many&author=$many"
shows 'and one with a long value, too' 414 '<h1>There are too many filters</h1>' \
    "/?$(for i in $(seq 31); do printf 'tag=-x%0190d,-y%0190d&' "$i" "$i"; done)"
shows 'one that fits is shown' 200 'class="chosen"' "/?source=${many%%,x9*}"

echo '{"id":"then","title":"The moot resigns","text":"The moot met on the bridge.","date":"2024-12-01"}' >"$dir/then.jsonl"
add "$dir/then.jsonl"
snapshot=$(curl -s "http://$at/v1/search?q=moot" | sed 's/.*"snapshot":{"id":"\([^"]*\)".*/\1/')
sed 's/on the bridge/nowhere/' "$dir/then.jsonl" >"$dir/now.jsonl"
add "$dir/now.jsonl"
shows 'an older snapshot is said to be one' 200 "snapshot $snapshot" "/?q=moot+bridge&snapshot=$snapshot"
next=$(sed -n 's/.*<h2><a href="\.\(\/a\/then[^"]*\)".*/\1/p' "$dir/body" | head -1 | sed 's/&amp;/\&/g')
shows 'and its articles are the texts of then' 200 'on the <mark[^>]*>bridge' "$next"
shows 'links are relative, for a proxy that has the daemon below a path' 200 'href="./style.css' '/?q=tax'
hasnt 'no link begins at the root of the host' '(href|src|action)="/'
shows 'the oldest first are exported so' 200 'href="./v1/export[?]q=tax&amp;sort=oldest&amp;format=csv"' '/?q=tax&sort=oldest'
shows 'exports are links' 200 'href="./v1/export[?]q=tax&amp;format=csv"' '/?q=tax'

etag=$(sed -n 's/^[Ee][Tt]ag: \(.*\)\r$/\1/p' "$dir/head")
code=$(curl -s -o "$dir/body" -w '%{http_code}' -H "If-None-Match: $etag" "http://$at/?q=tax")
[ -n "$etag" ] && [ "$code" = 304 ]
verdict $? 'a page that has not changed is not sent again'

whole=0
for path in /style.css /page.js /search-box.js; do
    size=$(curl -s -H 'Accept-Encoding: gzip' "http://$at$path" | wc -c)
    [ "$path" = /search-box.js ] || whole=$((whole + size))
    curl -s -D "$dir/head" -o /dev/null "http://$at$path"
    grep -qi '^x-content-type-options: nosniff' "$dir/head" && grep -qi '^cache-control: public, max-age=600' "$dir/head"
    verdict $? "$path is there ($size bytes gzipped), and asked for again after ten minutes"
done
page=$(curl -s -H 'Accept-Encoding: gzip' "http://$at/?q=tax" | wc -c)
[ $((whole + page)) -lt 61440 ]
verdict $? "page, style and script are $((whole + page)) bytes gzipped, under 60 KB"
get /
script=$(sed -n 's/.*<script src="\.\([^"]*\)" defer.*/\1/p' "$dir/body")
get "$script"
[ "$code" = 200 ] && grep -qi '^cache-control: public, max-age=31536000, immutable' "$dir/head"
verdict $? 'the script by its version is kept for good'
get '/page.js?v=0'
grep -qi '^cache-control: public, max-age=600' "$dir/head"
verdict $? 'and by another version is not'
asks 'the page is among those of the browser search bar' 200 'type=\\"text/html\\"|"/"' '/openapi.json'
curl -s "http://$at/opensearch.xml" | grep -q 'type="text/html" rel="results" template="http://[^"]*/?q={searchTerms}"'
verdict $? 'a browser can have it as a search engine'
curl -s "http://$at/robots.txt" | grep -q '^Disallow: /?'
verdict $? 'crawlers are kept from lists'
stop 'it ends when told to'
start --site-name 'The <Vale> Archive'
shows 'the site has its name' 200 '<title>The &lt;Vale&gt; Archive</title>' '/'
stop 'it ends when told to'
finish
