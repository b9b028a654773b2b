#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# cite.sh - articles as entries of bibliographies, and the links that name exactly one text: cite.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# fetches SENTENCE PATTERN CURL-ARGUMENTS...: headers and body hold the pattern
fetches() {
    sentence=$1 pattern=$2
    shift 2
    curl -s -m 10 -D "$dir/head" -o "$dir/body" "$@"
    cat "$dir/head" "$dir/body" | tr -d '\r' | grep -aqE -- "$pattern"
    verdict $? "$sentence"
}
# lacks SENTENCE PATTERN: the body before does not
lacks() {
    ! grep -aqE -- "$2" "$dir/body"
    verdict $? "$1"
}
# hash PATH: the content hash of the article as it is told
hash() { curl -s -m 10 "http://$at$1" | sed -n 's/.*"content_hash":"\([0-9a-f]*\)".*/\1/p'; }

cat >"$dir/some.jsonl" <<'END'
{"id":"a","title":"Moot meets in Vale","text":"The moot met.","date":"2019-04-02","source":"Vale Courier","section":"Politics","author":["Jane Doe","Reuters"],"url":"https://courier.example/1?a=b&c=d","lang":"en-GB"}
{"id":"b/c é","title":"Other } news \" \\ %","text":"Other news.","date":"2019-04"}
{"id":"own","title":"Own","text":"It has a permalink.","permalink":"https://own.example/1","url":"https://own.example/2","date":"2018"}
END
add "$dir/some.jsonl"
start --workers 2
first=$(hash /v1/articles/a)
today=$(date -u +%Y-%m-%d)
a=http://$at/v1/articles/a

fetches 'an article as BibTeX' '^  author = \{Doe, Jane and \{Reuters\}\},$' "$a?format=bibtex"
fetches 'with its media type' '^Content-Type: application/x-bibtex' "$a?format=bibtex"
fetches 'and a name for the file, which is its key' '^Content-Disposition: attachment; filename="doe2019moot-[0-9a-f]{6}\.bib"' "$a?format=bibtex"
fetches 'looked at today' "urldate = \{$today\}" "$a?format=bibtex"
fetches 'with the link to this text, by the Host' "Archived at http://$at/v1/articles/a\\?hash=$(echo "$first" | cut -c1-16), SHA-256 $first" "$a?format=bibtex"
fetches 'an article as RIS' '^DA  - 2019/04/02/$' "$a?format=ris"
fetches 'with its media type' '^Content-Type: application/x-research-info-systems' "$a?format=ris"
fetches 'an article as CSL-JSON' '^\[\{"id":"doe2019moot-[0-9a-f]{6}","type":"article-newspaper",.*\}\]$' "$a?format=csl"
fetches 'with its media type' '^Content-Type: application/vnd.citationstyles.csl\+json' "$a?format=csl"
fetches 'a month is told as a month' '"issued":\{"date-parts":\[\[2019,4\]\]\},"accessed"' "http://$at/v1/articles/b%2Fc%20%C3%A9?format=csl"
fetches 'HEAD has the headers' '^Content-Disposition: attachment' -I "$a?format=ris"
etag=$(curl -sI "$a?format=ris" | tr -d '\r' | sed -n 's/^ETag: //p')
fetches 'the same is 304' '^HTTP/1.1 304' -H "If-None-Match: $etag" "$a?format=ris"
fetches 'in another form it is not' '^HTTP/1.1 200' -H "If-None-Match: $etag" "$a?format=csl"
fetches 'nor for another Host' '^HTTP/1.1 200' -H "If-None-Match: $etag" -H 'Host: other.example' "$a?format=ris"
sleep 0.1
fetches 'whose link it then has' '^AV  - http://other\.example:8080/v1/' -H 'Host: other.example:8080' "$a?format=ris"
fetches 'and the next one its own' "^AV  - http://$at/v1/" "$a?format=ris"
fetches 'a Host that no URL is made of makes a path' '^AV  - /v1/articles/a\?hash=' -H 'Host: evil!x' "$a?format=ris"
fetches 'one that is none is refused' '^HTTP/1.1 400' -H 'Host: evil"/\{x' "$a?format=ris"
fetches 'so is one with a path' '^HTTP/1.1 400' -H 'Host: a.example/b' "$a?format=ris"
asks 'an unknown form is a 400 that names those there are' 400 '"code":"value_invalid".*"param":"format","value":"endnote".*json, bibtex, ris or csl' '/v1/articles/a?format=endnote'
asks 'an unknown parameter is passed over' 200 '"id":"a"' '/v1/articles/a?utm_source=x'
asks 'but not when strict' 400 '"code":"parameter_unknown"' '/v1/articles/a?utm_source=x&strict=1'

asks 'an article says its permalink' 200 "\"permalink\":\"/v1/articles/a\\?hash=$(echo "$first" | cut -c1-16)\"" /v1/articles/a
asks 'whatever its id' 200 '"permalink":"/v1/articles/b%2Fc%20%C3%A9\?hash=[0-9a-f]{16}"' /v1/articles/b%2Fc%20%C3%A9
curl -s "http://$at/v1/articles/a" >"$dir/again.json"
"$bin/indexer" --archive "$dir/a" add "$dir/again.json" </dev/null 2>&1 | grep -q 'unchanged 1,'
verdict $? 'add takes it back as the same'
asks 'one that has a permalink of its own gives way' 200 '"permalink":"/v1/articles/own\?hash=' /v1/articles/own
[ "$(grep -o '"permalink"' "$dir/body" | wc -l)" -eq 1 ]
verdict $? 'and says but one'
"$bin/indexer" --archive "$dir/a" export 2>&1 | grep -q '"permalink":"https://own.example/1"'
verdict $? 'the export has what it was given'

echo '{"id":"a","title":"Moot meets again","text":"The moot met twice.","date":"2019-04-02","author":"Ann Roe"}' >"$dir/one.jsonl"
add "$dir/one.jsonl"
asks 'the newest text is another' 200 '"title":"Moot meets again"' /v1/articles/a
second=$(hash /v1/articles/a)
link="/v1/articles/a?hash=$(echo "$first" | cut -c1-16)"
asks 'the permalink still gives the first' 200 "\"title\":\"Moot meets in Vale\".*\"content_hash\":\"$first\",\"version\":1.*\"permalink\":\"/v1/articles/a\\?hash=$(echo "$first" | cut -c1-16)\"" "$link"
fetches 'with its hash for an ETag' "^ETag: W/\"$first\"" "http://$at$link"
fetches 'it is cited as it was' 'Doe, Jane' "http://$at$link&format=bibtex"
fetches 'the newest as it is' 'author = \{Roe, Ann\}' "$a?format=bibtex&hash=$second"
upper=$(echo "$first" | tr a-f A-F)
asks 'the whole hash does, in capitals too' 200 '"version":1' "/v1/articles/a?hash=$upper"
asks 'eight digits do' 200 '"version":1' "/v1/articles/a?hash=$(echo "$first" | cut -c1-8)"
asks 'seven do not' 400 '"code":"hash_invalid"' "/v1/articles/a?hash=$(echo "$first" | cut -c1-7)"
asks 'nor what is no hex' 400 '"code":"hash_invalid".*"value":"0123456x"' '/v1/articles/a?hash=0123456x'
asks 'nor 65 digits' 400 '"param":"hash"' "/v1/articles/a?hash=${first}0"
asks 'a hash that no text has is a 404 that names those there are' 404 "\"code\":\"version_not_found\".*\"param\":\"hash\",\"value\":\"0000000000\",\"detail\":\"There are versions 2 \\($(echo "$second" | cut -c1-16)\\), 1 \\($(echo "$first" | cut -c1-16)\\)\\." '/v1/articles/a?hash=0000000000'
asks 'an unknown article is a 404 as ever' 404 '"code":"article_not_found"' '/v1/articles/nobody?hash=0000000000&format=ris'
"$bin/indexer" --archive "$dir/a" retract --reason 'It was not so.' a >/dev/null
asks 'a retracted article is a 410' 410 '"code":"article_retracted".*It was not so' "$link"
asks 'in each form' 410 '"code":"article_retracted"' '/v1/articles/a?format=bibtex'
echo '{"id":"a","title":"Moot met once","text":"The moot met once.","date":"2019-04-02"}' >"$dir/one.jsonl"
add "$dir/one.jsonl"
asks 'where another text followed the retracted one stays so, with the reason' 410 '"code":"version_retracted".*"detail":"It was not so\."' "/v1/articles/a?hash=$second"
asks 'the one before it is there' 200 '"version":1' "$link"
asks 'what is retracted is not named' 404 '"detail":"There are versions 3 \([0-9a-f]*\), 1 \(' '/v1/articles/a?hash=0000000000'
lacks 'by its hash' "$(echo "$second" | cut -c1-16)"
stop 'it ends well'

start --public-url https://news.example/archive/
fetches 'the public URL is what links begin with' '^AV  - https://news\.example/archive/v1/articles/a\?hash=' -H 'Host: evil.example' "http://$at/v1/articles/a?format=ris"
stop 'it ends well'
for bad in news.example ftp://news.example https:// 'https://a b' 'https://a.example/?q' 'https://u@a.example' 'https://a.example:x'; do
    timeout 10 "$bin/searchd" --public-url "$bad" --archive "$dir/a" --listen 127.0.0.1:0 >"$dir/said" 2>&1
    [ $? -eq 2 ] && grep -q "bad value '.*' for --public-url" "$dir/said"
    verdict $? "'$bad' is no public URL"
done
finish
