#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# api.sh - the HTTP contract, replayed from a .cases file against the real binary: api.sh BIN_DIR
#
# A case is lines without an empty one between: METHOD TARGET, then | and headers if any;
# the status; then extended patterns that the answer (headers and body) holds, or, behind
# "! ", must not hold. {etag} and {cursor} stand for the ETag and next_cursor of the answer before.
. "$(dirname "$0")/daemon.sh"
cases=$(dirname "$0")/../cases/api.cases

cat >"$dir/vale.jsonl" <<'J'
{"id":"vale-1","title":"Budget passes in the Vale","text":"The house of the Vale agreed the budget after a long night.\n\nMinisters promised tax cuts, and Ms Okoro's speech was short.","date":"2019-04-02","source":"Courier","section":"Politics","author":"Ada Moss","tags":["budget","taxes"],"url":"https://courier.example/1","lang":"en"}
{"id":"vale-2","title":"Minister <resigns> & leaves","text":"Bruno Hale left over the budget vote. A < B & \"no comment\", he said.","date":"2019-04","source":"Courier","section":"Politics","author":["Ada Moss","Ben Oak"],"mood":"sour"}
{"id":"vale-3","title":"Élection à Valmont","text":"Les électeurs de Valmont votent dimanche.","date":"2020","source":"Gazette","lang":"fr"}
{"id":"wire/4","title":"Tax cuts explained","text":"What the cuts in tax mean for you, explained by the wire.","date":"2020-11-24T10:00:00Z","source":"Wire","section":"Economy","tags":["taxes"]}
{"id":"vale-5","title":"Leaflet","text":"Vote for the harbour. Budget? Never. Covid-19 closed the long-bailey bridge."}
{"id":"vale-6","title":"Harbour opens","text":"Ada Moss was there when the harbour opened at last.","date":"2021-05-06","source":"Mail","section":"Local","author":"Cy Reed"}
J
for i in 01 02 03 04 05 06 07 08 09 10 11 12; do
    echo "{\"id\":\"note-$i\",\"title\":\"Note $i\",\"text\":\"Paging needs many notes; this is one of them.\",\"date\":\"2018-01-$i\",\"source\":\"Notes\"}"
done >>"$dir/vale.jsonl"
add "$dir/vale.jsonl"
verdict $? 'the articles are added'
start --workers 2
etag=none
cursor=none

# replay REQUEST STATUS PATTERNS: PATTERNS is a file
replay() {
    method=${1%% *}
    target=${1#* }
    target=$(printf %s "${target%% | *}" | sed "s|{cursor}|$cursor|")
    set -- "$1" "$2" "$3" -s -m 10 -D "$dir/head" -o "$dir/body" -w '%{http_code}'
    case $1 in *' | '*) set -- "$@" -H "$(printf %s "${1#* | }" | sed "s|{etag}|$etag|")" ;; esac
    if [ "$method" = HEAD ]; then set -- "$@" -I; else set -- "$@" -X "$method"; fi
    : >"$dir/body"
    request=$1 expected=$2 patterns=$3
    shift 3
    status=$(curl "$@" -g "http://$at$target")
    tr -d '\r' <"$dir/head" >"$dir/all"
    tr -d '\r' <"$dir/body" >>"$dir/all" # of CSV
    etag=$(sed -n 's/^ETag: //p' "$dir/all")
    cursor=$(sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p' "$dir/body")
    wrong=
    [ "$status" = "$expected" ] || wrong="status $status, not $expected"
    while IFS= read -r pattern; do
        case $pattern in
        '! '*) ! grep -aqE -- "${pattern#! }" "$dir/all" || wrong="$wrong; holds ${pattern#! }" ;;
        *) grep -aqE -- "$pattern" "$dir/all" || wrong="$wrong; lacks $pattern" ;;
        esac
    done <"$patterns"
    if [ -s "$dir/body" ] && [ "$method" != HEAD ] && grep -q '^Content-Type: application/[a-z+]*json' "$dir/all" &&
        ! grep -q '^Content-Encoding' "$dir/all"; then
        "$bin/json_check" <"$dir/body" || wrong="$wrong; the body is no JSON"
    fi
    count=$((count + 1))
    [ -z "$wrong" ] || { printf 'FAILED: %s: %s\n' "$request" "$wrong"; cat "$dir/body"; echo; failures=$((failures + 1)); }
}

count=0
request='' expected=''
flush() {
    [ -z "$request" ] || replay "$request" "$expected" "$dir/patterns"
    request='' expected=''
    : >"$dir/patterns"
}
flush
while IFS= read -r line; do
    case $line in
    '#'*) ;;
    '') flush ;;
    *)
        if [ -z "$request" ]; then request=$line
        elif [ -z "$expected" ]; then expected=$line
        else printf '%s\n' "$line" >>"$dir/patterns"
        fi
        ;;
    esac
done <"$cases"
flush
[ "$count" -ge 70 ]
verdict $? "all $count cases were replayed"
printf 'GET /v1/search?q=budget HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' | "$bin/wire" "$port" late | grep -q '"total":3,'
verdict $? 'a head that comes slowly is not counted against the deadline'
stop 'the daemon ends well'
finish
