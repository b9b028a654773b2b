#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# versions.sh - earlier texts and what changed, and the tombstone of what was retracted, over HTTP: versions.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# text ID TITLE WORDS: adds it
text() {
    printf '{"id":"%s","title":"%s","text":"%s","date":"2019-04-02"}\n' "$1" "$2" "$3" >"$dir/one.jsonl"
    add "$dir/one.jsonl"
}
time='"20[0-9-]*T[0-9:]*Z"'
hash='"[0-9a-f]{64}"'

text a 'Moot meets' 'The moot met.\n\nIt rained.' && text 'b/c' Other 'Other news.'
start --workers 2
asks 'one version has none before it' 200 "^\\{\"id\":\"a\",\"version\":1,\"current\":\\{\"version\":1,\"stored\":$time,\"content_hash\":$hash,\"title\":\"Moot meets\",\"retracted\":null\\},\"versions\":\\[\\],\"warnings\":\\[\\]\\}" /v1/articles/a/versions
text a 'Moot meets again' 'The moot met twice.\n\nIt rained.'
text a 'Moot meets again' 'The moot met twice.\n\nIt rained.\n\nCorrection: once <b>.'
asks 'earlier ones are told, the newest first' 200 "\"version\":3,\"current\":\\{\"version\":3.*\"versions\":\\[\\{\"version\":2,\"stored\":$time,\"content_hash\":$hash,\"title\":\"Moot meets again\",\"retracted\":null\\},\\{\"version\":1,.*\"title\":\"Moot meets\",\"retracted\":null\\}\\]" /v1/articles/a/versions
asks 'the article says which it is' 200 '"version":3' /v1/articles/a
asks 'so do results, of which there is one' 200 '"total":1,.*"version":3' '/v1/search?q=moot'
asks 'no search finds what only an earlier text has' 200 '"total":0' '/v1/search?q=%22met+It%22&match=all'
asks 'two versions are compared by word' 200 '"a":\{"version":1,.*"b":\{"version":2,.*"title":\[\{"change":"same","text":"Moot meets"\},\{"change":"added","text":"again"\}\]|"title":\[\{"change":"same","text":"Moot meets "\},\{"change":"added","text":"again"\}\]' '/v1/articles/a/versions?a=1&b=2'
asks 'with what is removed and added' 200 '"text":\[\{"change":"same","text":"The moot "\},\{"change":"removed","text":"met.\\n\\n"\},\{"change":"added","text":"met twice.\\n\\n"\},\{"change":"same","text":"It rained."\}\],"shortest":true' '/v1/articles/a/versions?a=1&b=2'
asks 'either way' 200 '"change":"removed","text":"Correction: once <b>\."' '/v1/articles/a/versions?a=3&b=2'
asks 'an unknown version is a 404 that names it' 404 '"code":"version_not_found".*"param":"b","value":"9"' '/v1/articles/a/versions?a=1&b=9'
asks 'one alone is a 400' 400 '"code":"version_missing".*"param":"b"' '/v1/articles/a/versions?a=1'
asks 'a bad number is a 400' 400 '"code":"number_invalid","title":"[^"]*","status":400|"code":"number_invalid"' '/v1/articles/a/versions?a=0&b=x'
asks 'an unknown parameter is warned of' 200 "the unknown parameter 'c' was ignored" '/v1/articles/a/versions?c=1'
asks 'an id with a slash' 200 '"id":"b/c","version":1' /v1/articles/b%2Fc/versions
asks 'an unknown article is a 404' 404 '"code":"article_not_found"' /v1/articles/nobody/versions

"$bin/indexer" --archive "$dir/a" retract --reason 'It was "not" so.' a >/dev/null
asks 'a retracted article is a 410 with the reason' 410 '"type":"/problems/article-retracted".*"status":410,"code":"article_retracted","value":"a","detail":"It was \\"not\\" so\."' /v1/articles/a
asks 'so are its versions' 410 '"code":"article_retracted"' /v1/articles/a/versions
asks 'and what is like it' 410 '"code":"article_retracted"' /v1/articles/a/similar
asks 'no search finds it' 200 '"total":0' '/v1/search?q=moot'
asks 'nor is it counted' 200 '"total":1,' /v1/count
curl -s -m 5 "http://$at/v1/suggest?q=moot+me" | grep -q 'Moot meets'
[ $? -ne 0 ]
verdict $? 'nor suggested'
text a 'Moot met once' 'The moot met once.'
asks 'another text brings it back' 200 '"version":4' /v1/articles/a
asks 'the text that was retracted is told with the reason, without its title' 200 "\"versions\":\\[\\{\"version\":3,\"stored\":$time,\"content_hash\":$hash,\"title\":null,\"retracted\":\\{\"stored\":$time,\"reason\":\"It was .\"not.\" so\\.\"\\}\\},\\{\"version\":2," /v1/articles/a/versions
asks 'and not compared' 410 '"code":"version_retracted".*"param":"a","value":"3"' '/v1/articles/a/versions?a=3&b=4'
asks 'the others are' 200 '"change":"added","text":"once\."' '/v1/articles/a/versions?a=2&b=4'

# The index made anew under it.
"$bin/indexer" --archive "$dir/a" rebuild >/dev/null
asks 'after a rebuild it is the same' 200 '"version":4,"current".*"version":3.*"version":2.*"version":1' /v1/articles/a/versions
many() { awk 'BEGIN { for (i = 1; i <= 3000; i++) printf "{\"id\":\"n%d\",\"title\":\"Note %d\",\"text\":\"The house of the Vale noted %d.\",\"date\":\"2019\"}\n", i, i, i }'; }
many >"$dir/many.jsonl"
add "$dir/many.jsonl"
asks 'many more are added' 200 '"total":3000,' '/v1/search?q=noted&per_page=1'
(for _ in 1 2 3 4 5; do "$bin/indexer" --archive "$dir/a" rebuild; done >"$dir/rebuilt" 2>&1; touch "$dir/enough") &
rebuilder=$!
while [ ! -e "$dir/enough" ]; do
    curl -s -m 10 -o "$dir/body" -w '%{http_code} ' "http://$at/v1/search?q=noted&per_page=1"
    grep -o '"total":[0-9]*' "$dir/body"
done >"$dir/codes"
wait "$rebuilder"
[ "$(grep -c '^rebuilt: 3002 articles' "$dir/rebuilt")" -eq 5 ]
verdict $? 'it is rebuilt five times'
[ "$(wc -l <"$dir/codes")" -ge 10 ] && ! grep -v '^200 "total":3000$' "$dir/codes"
verdict $? 'searches are answered the same throughout'
stop 'it ends well'
finish
