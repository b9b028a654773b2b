#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# web_article.sh - the page of an article, as it comes from the daemon. usage: web_article.sh BIN
. "$(dirname "$0")/daemon.sh"
articles=$(dirname "$0")/../articles

# shows SENTENCE STATUS PATTERN TARGET: within a second of a commit that page, as HTML with a policy
shows() {
    for _ in 1 2 3 4 5 6; do
        code=$(curl -s -m 20 -D "$dir/head" -o "$dir/body" -w '%{http_code}' "http://$at$4")
        [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" && break
        sleep 0.2
    done
    [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" && grep -qi '^content-type: text/html; charset=utf-8' "$dir/head" &&
        grep -qi "^content-security-policy: default-src 'none'; script-src 'self';" "$dir/head" &&
        grep -qi '^x-content-type-options: nosniff' "$dir/head"
    verdict $? "$1"
    [ "$code" = "$2" ] && grep -qE -- "$3" "$dir/body" || { echo "  $code"; sed -n '/<main/,$p' "$dir/body" | head -c 3000; }
}
has() { grep -qE -- "$2" "$dir/body"; verdict $? "$1"; }
hasnt() { ! grep -qE -- "$2" "$dir/body"; verdict $? "$1"; }
# section CLASS: the part of the page that has it
section() { sed -n "/<section [^>]*class=\"$1\"/,/<\/section>/p" "$dir/body"; }
# text ID TITLE WORDS MORE: adds it
text() { printf '{"id":"%s","title":"%s","text":"%s","date":"2019-04-02"%s}\n' "$1" "$2" "$3" "${4:-}" >"$dir/one.jsonl" && add "$dir/one.jsonl"; }
# answered SENTENCE: each link of the page to a path of ours is
answered() {
    sed -n 's/href="/\n/gp' "$dir/body" | sed -n 's|^\.\./\([^"#]*\).*|\1|p' | sed 's/&amp;/\&/g' | sort -u >"$dir/links"
    count=0 dead=
    while read -r link; do
        count=$((count + 1))
        [ "$(curl -s -g -m 20 -o /dev/null -w '%{http_code}' "http://$at/$link")" = 200 ] || dead="$dead $link"
    done <"$dir/links"
    [ -z "$dead" ] && [ "$count" -ge "$2" ]
    verdict $? "$1 ($count)$dead"
}

add "$articles"
start --workers 2
a=/a/courier-2017-03-02-budget
shows 'an article has a page' 200 '<h1 lang="en" dir="auto">Ministers promise tax cuts</h1>' "$a"
has 'with who wrote it, as a link to all of theirs' '<p class="byline">By <a href="\.\./\?author=Imogen\+Vass" rel="author"><bdi>Imogen Vass</bdi></a></p>'
has 'where it stood' '<a href="\.\./\?source=Hallowmere\+Courier"><bdi>Hallowmere Courier</bdi></a>'
has 'when' '<time datetime="2017-03-02">2 March 2017</time>'
has 'the link to the original' '<a class="original" href="https://www\.courier\.example/politics/2017/03/02/budget/" rel="noopener nofollow">Original at <bdi>www\.courier\.example</bdi></a>'
has 'its tags' '<li><a href="\.\./\?tag=budget"><bdi>budget</bdi></a></li>'
has 'its text in paragraphs, in its language' '<div class="text" lang="en">'
[ "$(sed -n '/<div class="text"/,/<\/div>/p' "$dir/body" | grep -c '^<p dir="auto">.*</p>$')" -eq 3 ]
verdict $? 'of which there are three'
has 'its own address' "<link rel=\"canonical\" href=\"http://$at$a\">"
hasnt 'crawlers may have it' 'noindex'
hasnt 'nothing is marked' '<mark|class="marks"|class="back"'
section versions | grep -q 'The archive has one text of this article, stored <time'
verdict $? 'it has one version'
[ "$(section similar | grep -c '<li><a href="\.\./a/')" -eq 5 ]
verdict $? 'five articles are similar'
answered 'all its links are answered' 15
etag=$(sed -n 's/^[Ee][Tt]ag: \(.*\)\r$/\1/p' "$dir/head")
code=$(curl -s -o /dev/null -w '%{http_code} %{size_download}' -H "If-None-Match: $etag" "http://$at$a")
[ -n "$etag" ] && [ "$code" = '304 0' ]
verdict $? 'the same page is not sent again'
curl -sI "http://$at$a" | tr -d '\r' | grep -qF "ETag: $etag"
verdict $? 'HEAD has its headers'

shows 'the words of a query are marked' 200 'set out his first <mark id="mark-3">budget</mark> to a crowded' "$a?q=budget+minister&source=hallowmere+courier&page=2"
has 'in the title too' '<h1 [^>]*><mark>Ministers</mark> promise'
has 'they are counted, and the first is a link away' '^<p class="marks">4 places in the text are marked for <b dir="auto">budget minister</b>\. <a href="#mark-1">Go to the first</a>, or <a href="\.\./a/courier-2017-03-02-budget">read without marks</a></p>$'
has 'the way back keeps the view' '<nav class="back" aria-label="Results"><a href="\.\./\?q=budget\+minister&amp;source=hallowmere\+courier&amp;page=2">Back to the results'
has 'the query is in the form' 'name="q"[^>]* value="budget minister"'
has 'links to articles keep the view' 'href="\.\./a/[^"]*\?q=budget\+minister&amp;source=hallowmere\+courier&amp;page=2"'
hasnt 'and a new query has none of its filters' '<input type="hidden"'
has 'such a page is not for crawlers' 'noindex'
has 'whose address has no query' "<link rel=\"canonical\" href=\"http://$at$a\">"
shows 'filters alone have a way back' 200 '<nav class="back"[^>]*><a href="\.\./\?source=hallowmere\+courier">Back to the results</a>' "$a?source=hallowmere+courier"
has 'and such an address is not for crawlers' 'noindex'
shows 'a phrase is one mark' 200 'promised <mark id="mark-1">tax cuts</mark> worth' "$a?q=%22tax+cuts%22"
shows 'a quotation is looked for in quotations' 200 'have waited <mark id="mark-1">long enough</mark>' "$a?q=said:%22long+enough%22"
shows 'a word in the title alone' 200 'Only in the title something is marked for' "$a?q=title:promise"
shows 'a word in neither' 200 'Nothing in it is marked for <b dir="auto">harbour</b>' "$a?q=harbour"
shows 'what is asked is text' 200 'marked for <b dir="auto">&lt;script&gt;alert\(1\)&lt;/script&gt;</b>' "$a?q=%3Cscript%3Ealert(1)%3C/script%3E"
hasnt 'all through' '<script>'
shows 'a query that is too long is a page that says so' 400 '<h1>The query is too long' "$a?q=$(printf 'a%.0s' $(seq 2100))"
asks 'and a problem of the API' 400 '"code":"query_too_long"' "/v1/articles/courier-2017-03-02-budget?q=$(printf 'a%%20%.0s' $(seq 70))"

# Versions.
text v 'Moot meets' 'The moot met.\n\nIt rained.' ',"source":"Courier"'
text v 'Moot meets again' 'The moot met <twice>.\n\nIt rained.' ',"source":"Courier"'
text v 'Moot meets again' 'The moot met <twice>.\n\nIt rained.\nCorrection: once.' ',"source":"Courier"'
shows 'an article that was changed says so' 200 '<p class="note">This text is version 3, stored <time [^>]*>[^<]*</time>\. <a href="#versions">Earlier texts</a></p>' '/a/v?q=moot'
section versions | grep -qE '<li><a href="\.\./a/v\?q=moot" aria-current="page">Version 3</a>, stored <time datetime="20[^"]*Z">[0-9]+ [A-Z][a-z]+ 20[0-9]+, [0-9:]+ UTC</time> \(the newest\) <a href="\.\./a/v\?q=moot&amp;a=2&amp;b=3" rel="nofollow">What changed since version 2</a></li>'
verdict $? 'the newest with what changed since the one before'
section versions | grep -qE '<li><a href="\.\./a/v\?q=moot&amp;hash=[0-9a-f]{16}">Version 1</a>, stored .*, then called <q dir="auto">Moot meets</q></li>'
verdict $? 'and the first, with its title'
answered 'all links to versions are answered' 12
first=$(section versions | sed -n 's/.*\(hash=[0-9a-f]*\)">Version 1<.*/\1/p')
shows 'an earlier text says that it is one' 200 '<p class="note">This is an earlier text, version 1 of 3\. <a href="\.\./a/v">Show the newest</a>, or <a href="\.\./a/v\?a=1&amp;b=3" rel="nofollow">what has changed since</a>\.</p>' "/a/v?$first"
has 'and is the earlier text' '<h1 dir="auto">Moot meets</h1>'
has 'its citation leads to it' "<p class=\"citation\">“<bdi>Moot meets</bdi>”, <bdi>Courier</bdi>, <time [^>]*>2 April 2019</time>\\. http://$at/a/v\\?$first</p>"
shows 'what changed is shown word by word' 200 '^<p dir="auto">The moot <del id="change-2">met\.</del> <ins>met &lt;twice&gt;\.</ins></p>$' '/a/v?a=1&b=2'
has 'in the title too' '<div class="changed-title"><p dir="auto">Moot meets <ins id="change-1">again</ins></p>'
has 'with a legend' '<p class="legend"><ins>Added</ins>, <del>removed</del>\. <a href="#change-1">Go to the first change</a></p>'
has 'and with which versions they are' 'What changed from version 1 \(stored <time .*</time>\) to version 2 \(stored <time'
shows 'a version that is not there is a page that says so' 404 '<h1>The article has no such version</h1>' '/a/v?a=1&b=9'
shows 'so is a text' 404 '<h1>The article has no such version</h1>' '/a/v?hash=00000000'
"$bin/indexer" --archive "$dir/a" retract --reason 'It was "not" so <b>.' v >/dev/null
shows 'a retracted article is gone, with the reason' 410 '<h1>The article was retracted</h1>' '/a/v?q=moot'
has 'as text' 'It was &quot;not&quot; so &lt;b&gt;\.'
hasnt 'and nothing of its text' 'rained|Moot meets'
text v 'Moot met once' 'The moot met once.\n\nIt rained.'
shows 'a text after it has the retracted one among its versions, without a link' 200 '<li>Version 3, stored <time [^>]*>[^<]*</time>, retracted <time [^>]*>[^<]*</time>: <q dir="auto">It was &quot;not&quot; so &lt;b&gt;\.</q></li>' /a/v
has 'and is compared with the one before that' 'a=2&amp;b=4" rel="nofollow">What changed since version 2<'
answered 'all links are still answered' 12

# Copies.
shows 'a copy says who published the story first' 200 '<p class="note">The same story was first published by <bdi>Varland Press Agency</bdi>, <time [^>]*>4 April 2020</time>: <a href="\.\./a/vpa-2020-04-04-leader"><bdi>Labor Party picks Ferris-Bailey as leader</bdi></a></p>' /a/courier-2020-04-04-leader
section copies | grep -qE 'vpa-2020-04-04-leader"><bdi>.*<b class="leads">first published</b> <a href="\.\./a/courier-2020-04-04-leader\?with=vpa-2020-04-04-leader" rel="nofollow">What differs</a>'
verdict $? 'and lists it'
! section similar | grep -q vpa-2020-04-04-leader
verdict $? 'not among what is only similar'
shows 'what differs is shown word by word' 200 'with 27\.6 <del id="change-5">per cent\.</del> <ins>percent\.</ins> Turnout was 62\.6 <del id="change-6">per cent\.</del> <ins>percent\.</ins></p>' '/a/courier-2020-04-04-leader?with=vpa-2020-04-04-leader'
has 'with its own legend' '<ins>Only in the copy</ins>, <del>only here</del>'
shows 'the first of them says nothing of an earlier one' 200 'class="copies"' /a/vpa-2020-04-04-leader
hasnt 'it is the first' 'first published'
shows 'what is no copy is a page that says so' 404 '<h1>The article has no such copy</h1>' '/a/courier-2020-04-04-leader?with=v'
for i in 1 2 3 4 5 6 7 8; do
    echo "{\"id\":\"wire-$i\",\"title\":\"Rail strike\",\"source\":\"Paper $i\",\"date\":\"2021-05-0$i\",\"text\":\"Trains will stand still on Friday, the union of drivers said, after talks on pay broke down in the night. The ministry of transport called on both sides to come back to the table. Half of all trains will run on the lines to the coast.\"}"
done >"$dir/wire.jsonl"
add "$dir/wire.jsonl"
shows 'many copies are folded after five' 200 '<details><summary>and 2 more</summary>' /a/wire-1
[ "$(section copies | grep -c '<li>')" -eq 7 ] && [ "$(section copies | grep -c 'word for word the same')" -eq 7 ]
verdict $? 'and what is the same is told'

# Long ones, odd ones, none.
printf '{"id":"long","title":"Long","text":"%s end of all"}\n' "$(yes 'harbour news of the day' | head -250000 | tr '\n' ' ')" >"$dir/long.jsonl"
add "$dir/long.jsonl"
shows 'a text too long for a page is cut, and leads to all of it' 200 'The text goes on, and is too long to be shown whole\. <a href="\.\./v1/articles/long">' '/a/long?q=harbour'
size=$(wc -c <"$dir/body")
[ "$size" -gt 2097152 ] && [ "$size" -lt 8388608 ]
verdict $? "its page is $size bytes"
curl -s -m 20 "http://$at/v1/articles/long?q=harbour" | grep -q 'end of all","content_hash.*"title_html":"Long","text_html":null'
verdict $? 'the API has all of it, and no HTML'
curl -s -m 20 "http://$at/v1/articles/long?q=harbour&highlight=offsets" | grep -q '"text_offsets":\[\[0,7\],\[24,31\]'
verdict $? 'and where the words stand'
printf '{"id":"bare","title":"Only a title","date":"2019"}\n{"id":"x/y z","text":"Bare words","lang":"ar"}\n' >"$dir/bare.jsonl"
add "$dir/bare.jsonl"
shows 'an article without text says so' 200 'The archive has no text of this article' /a/bare
has 'its date is as precise as it is known' '<time datetime="2019">2019</time>'
shows 'one without title goes by its id' 200 '<h1 lang="ar" dir="auto">x/y z</h1>' /a/x%2Fy%20z
has 'and has no date' '<span class="undated">undated</span>'
answered 'its links are answered too' 6
shows 'an unknown article is a page that says so' 404 '<h1>There is no article with this id</h1>' /a/nobody
shows 'so is a path below one' 404 'href="\.\./\.\./style\.css' /a/courier-2017-03-02-budget/similar
shows 'and no id at all' 404 '<h1>' /a/%00
stop 'the daemon ends well'
start --public-url https://news.example/archive
shows 'with a public address the citation has that' 200 '2 March 2017</time>\. https://news\.example/archive/a/courier-2017-03-02-budget\?hash=[0-9a-f]{16}</p>' "$a"
has 'and so has the canonical address' '<link rel="canonical" href="https://news\.example/archive/a/courier-2017-03-02-budget">'
stop 'it ends well again'
finish
