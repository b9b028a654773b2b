#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# rude.sh - nothing that can be typed or sent is an error to the daemon: rude.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

# repeat N TEXT
repeat() { yes "$2" | head -n "$1" | tr -d '\n'; }

seq 1 300 | sed 's/.*/{"id": "n&", "title": "The note & of the Vale", "text": "The the the alpha& beta& and the house of the Vale noted & things.", "date": "2019"}/' >"$dir/notes.jsonl"
add "$dir/notes.jsonl"
verdict $? 'the articles are added'
start --workers 1

cat >"$dir/queries" <<'Q'
q=a+AND
q=AND
q=OR+OR+OR
q=NOT
q=NOT+tax
q=-x
q=--x
q=%22
q=%22open
q=%22%22
q=%22%22%22%22%22
q=((
q=))
q=)(
q=()
q=(((vale)))
q=(vale+OR
q=a*
q=*
q=%2A%2A%2A
q=the*
q=alpha*
q=vale%00house
q=%00
q=%00%00%00
q=%ff%fe
q=%c3%28
q=%ed%a0%80
q=%f4%90%80%80
q=%zz
q=%
q=%2
q=100%25
q=%F0%9F%97%B3%EF%B8%8F
q=%F0%9F%87%AC%F0%9F%87%A7+vale
q=%D7%A9%D7%9C%D7%95%D7%9D+%E2%80%AEvale
q=%D8%A7%D9%84%D8%B3%D9%84%D8%A7%D9%85
q=%E2%80%8B
q=%C2%AD
q=%E9%A6%96%E7%9B%B8
q=e%CC%81%CC%81%CC%81%CC%81%CC%81
q=title:
q=title:title:title:vale
q=nofield:vale
q=date:
q=date:2019..
q=date:..
q=date:9999..0001
q=id:%00
q=url:::::
q=%22the+the%22~100000
q=%22vale%22~
q=~5
q=vale+NEAR+house
q=%3Cscript%3Ealert(1)%3C%2Fscript%3E
q=%27%3B+DROP+TABLE+articles%3B--
q=..%2F..%2Fetc%2Fpasswd
q=%0d%0aSet-Cookie:+a=b
q=vale&source=%ff
q=vale&source=,,,,
q=vale&source=-
q=vale&from=0001&to=9999
q=vale&page=99999999999999999999
q=vale&per_page=-1
q=vale&facets=,
&&&&&
=
q
q=vale&=x&%00=y
a-AND-b=NOT
Q
{
    echo "q=$(repeat 1000 the+)"
    echo "q=$(repeat 499 the+)"
    echo "q=$(repeat 64 the+)"
    echo "q=$(repeat 2000 %22)"
    echo "q=$(repeat 1000 '(')vale$(repeat 990 ')')"
    echo "q=$(repeat 60 'a*+')"
    echo "q=$(repeat 64 'alp*+')"
    echo "q=$(repeat 64 'beta*+')&match=any"
    echo "q=$(repeat 1990 x)"
    echo "q=$(repeat 600 '%EF%BF%BD')"
    echo "q=$(repeat 660 '%E9%A6%96')"
    echo "q=$(repeat 500 'NOT+')vale"
    echo "q=$(repeat 60 '%22the+vale%22+')"
    echo "q=%22$(repeat 60 'the+')%22~100"
    echo "q=$(repeat 60 'the-vale-of-house+')"
    echo "q=$(repeat 5000 x)"
    echo "q=vale&source=$(repeat 60 'a,')"
    echo "q=vale&source=$(repeat 300 'a,')"
    echo "$(repeat 100 'source=a&')q=vale"
    echo "$(repeat 300 'x=y&')q=vale"
} >>"$dir/queries"

# The deadline of 1 s, and some for a busy machine.
limit=${ANSWER_SECONDS:-1.5}
count=0 bad=0
while IFS= read -r query; do
    for route in search count; do
        said=$(curl -s -g -m 30 -o "$dir/body" -w '%{http_code} %{time_total}' "http://$at/v1/$route?$query")
        echo "$said" | awk -v limit="$limit" '{ exit !(($1 == 200 || $1 == 400) && $2 < limit) }' && "$bin/json_check" <"$dir/body" || {
            printf 'FAILED: %s?%.100s: %s\n' "$route" "$query" "$said"
            bad=$((bad + 1))
        }
        count=$((count + 1))
    done
done <"$dir/queries"
[ "$bad" -eq 0 ] && [ "$count" -ge 100 ]
verdict $? "$count rude queries are answered by 200 or 400, in time, in JSON"
curl -s -m 5 "http://$at/v1/search?q=vale" | grep -q '"total":300,'
verdict $? 'and after them it answers as before'
! grep -q 'searchd: request' "$dir/err"
verdict $? 'none of them was an error of its own'
stop 'the daemon ends well'
finish
