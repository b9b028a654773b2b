#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# copies.sh - a story that many papers print is shown once, and its copies are told, over HTTP: copies.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# article ID SOURCE DATE TITLE TEXT
article() {
    printf '{"id":"%s","source":"%s","date":"%s","title":"%s","text":"%s"}\n' "$1" "$2" "$3" "$4" "$5" >"$dir/one.jsonl"
    add "$dir/one.jsonl"
}
story='The moot of Hallowmere met on Monday to count the barges that the flood had carried off. Nobody had seen so many lost in one night, the harbour master said, and the ferries would not sail before the channel was dredged. Two of the pilots had asked for lamps.'

article wire 'Vale Press' 2019-04-02 'Moot counts barges' "HALLOWMERE (AP) - $story"
article courier Courier 2019-04-03 'Barges lost, moot told' "$story A longer account is on page three."
article herald Herald 2019-04-04 'Moot counts barges' "$story"
article other Herald 2019-04-05 'Barges again' 'A moot of another kind met in the hills, where nobody keeps barges, and talked of sheep until the evening came and they all went home.'
article lone Lantern 2019-04-06 'Lamps' 'The lamps of the pilots were lit for the first time since the flood, and the town came out to see them burn along the wall.'
start --workers 2

asks 'a story is shown once, by its first, and counted once' 200 '"total":2,.*"id":"wire".*"copies":2' '/v1/search?q=moot&fields=id,copies'
asks 'one without copies has none' 200 '"results":\[\{"id":"lone","copies":null\}\]' '/v1/search?q=lamps+town&fields=id,copies'
asks 'all are shown when asked' 200 '"total":4,' '/v1/search?q=moot&collapse=none'
asks 'the first of those that match leads where a filter leaves its own first out' 200 '"total":1,.*"results":\[\{"id":"courier","copies":2\}\]' '/v1/search?q=moot&source=courier,herald&to=2019-04-04&fields=id,copies'
asks 'by date a story stands where its first does' 200 '"results":\[\{"id":"lone"\},\{"id":"other"\},\{"id":"wire"\}\]' '/v1/search?fields=id'
asks 'a page on is where it ends' 200 '"total":3,.*"pages":2.*"results":\[\{"id":"wire"\}\]' '/v1/search?fields=id&per_page=2&page=2'
asks 'counts are of stories' 200 '"total":2,' '/v1/count?q=moot'
asks 'or of articles' 200 '"total":4,' '/v1/count?q=moot&collapse=none'
asks 'facets count every article' 200 '"total":2,.*"value":"Herald","count":2' '/v1/search?q=moot&facets=source'
asks 'another word is refused by name' 400 '"code":"value_unknown".*"param":"collapse"|"param":"collapse"' '/v1/search?q=moot&collapse=all'
a=$(curl -s "http://$at/v1/search?q=moot" | grep -o '"hash":"[0-9a-f]*"')
b=$(curl -s "http://$at/v1/search?q=moot&collapse=none" | grep -o '"hash":"[0-9a-f]*"')
c=$(curl -s "http://$at/v1/search?q=moot&collapse=group" | grep -o '"hash":"[0-9a-f]*"')
[ -n "$a" ] && [ "$a" != "$b" ] && [ "$a" = "$c" ]
verdict $? 'they are other questions'

asks 'the copies are listed, the leader first' 200 '"id":"herald","group":"[0-9a-f]{16}","total":3,"copies":\[\{"id":"wire",.*"credit":"Associated Press","leads":true,.*\{"id":"courier",.*"credit":null,"leads":false,.*\{"id":"herald",' /v1/articles/herald/copies
asks 'with what differs from the leader' 200 '"id":"herald",[^}]*"leads":false,"differs":\{"from":"wire","title_same":true,"text_same":false,"share":1,"share_of_other":0\.9' /v1/articles/wire/copies
asks 'which differs from nothing when it is asked itself' 200 '"id":"wire",[^}]*"leads":true,"differs":null' /v1/articles/wire/copies
asks 'or else from the article asked' 200 '"id":"wire",[^}]*"leads":true,"differs":\{"from":"courier"' /v1/articles/courier/copies
asks 'word by word' 200 '"title":\[.*"text":\[\{"change":"removed","text":"HALLOWMERE \(AP\) - "\},\{"change":"same","text":"The moot' '/v1/articles/wire/copies?diff=1'
asks 'or against one of them alone' 200 '"copies":\[\{"id":"courier",.*"from":"herald",.*\{"change":"added","text":"A longer account is on page three\."\}\],"shortest":true\}\}\],"warnings"' '/v1/articles/herald/copies?with=courier'
asks 'an article that is no copy is a 404 that names it' 404 '"code":"copy_not_found".*"param":"with","value":"other"' '/v1/articles/herald/copies?with=other'
asks 'an article without copies has an empty list' 200 '^\{"id":"other","group":null,"total":0,"copies":\[\],"warnings":\[\]\}$' /v1/articles/other/copies
asks 'an unknown article is a 404' 404 '"code":"article_not_found"' /v1/articles/nobody/copies
asks 'another route'"'"'s parameter is warned of' 200 "'page' means nothing here and was ignored" '/v1/articles/other/copies?page=2'
asks 'or refused' 400 '"code":"parameter_meaningless"' '/v1/articles/other/copies?page=2&strict=1'
asks 'a bad switch is refused' 400 '"param":"diff"' '/v1/articles/other/copies?diff=maybe'
asks 'the article tells its credit' 200 '"credit":"Associated Press"' /v1/articles/wire

"$bin/indexer" --archive "$dir/a" retract --reason 'Wrong barges.' wire >/dev/null
asks 'a leader that is gone is followed by the next' 200 '"results":\[\{"id":"courier","copies":1\}' '/v1/search?q=barges+ferries&fields=id,copies'
asks 'and has no copies itself' 410 'Wrong barges' /v1/articles/wire/copies
article herald Herald 2019-04-04 'Moot counts sheep' 'The moot of Hallowmere counted sheep instead, since all the barges had been found in a field above the weir, where the flood left them.'
asks 'one that changes leaves them' 200 '"results":\[\{"id":"courier","copies":null\}' '/v1/search?q=ferries&fields=id,copies'
stop "it ends well"
finish
