#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# synonyms.sh - the archivist's synonyms change while the daemon runs: synonyms.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

cat >"$dir/vale.jsonl" <<'J'
{"id":"a","title":"Talks","text":"The prime minister met the unions.","date":"2017-05-06"}
{"id":"b","title":"More talks","text":"The PM met the unions again.","date":"2018-01-02"}
{"id":"c","title":"Trams","text":"A tram was late.","date":"2018-01-02"}
J
add "$dir/vale.jsonl"
verdict $? 'the articles are added'
start --workers 2
sleep 0.1 # what was committed a moment ago is not kept
u="http://$at/v1/search?q=pm"
# is SENTENCE EXPECTED FOUND
is() { [ "$2" = "$3" ]; verdict $? "$1 ($2, $3)"; }
# ask: the number found and how the query was understood
ask() { curl -s -m 5 -D "$dir/head" "$u" | sed 's/.*"understood_as":"\([^"]*\)".*"total":\([0-9]*\),.*/\2 \1/'; }
etag() { tr -d '\r' <"$dir/head" | sed -n 's/^ETag: //p'; }
hits() { curl -s -m 5 "http://$at/metrics" | grep -a '^hustings_cache_hits_total ' | sed 's/.* //'; }

is 'without a file, none' '1 pm' "$(ask)"
first=$(etag)
ask >/dev/null
is 'the answer is kept' 1 "$(hits)"
echo 'pm = prime minister' >"$dir/a/synonyms.txt"
is 'a file is used by the next question, which the cache does not answer' '2 pm[=prime minister]' "$(ask)"
[ "$(etag)" != "$first" ]
verdict $? 'and the answer has another ETag'
is 'which the old one does not match' 200 "$(curl -s -m 5 -o /dev/null -w '%{http_code}' -H "If-None-Match: $first" "$u")"
sleep 0.1
second=$(ask >/dev/null; etag)
before=$(hits)
ask >/dev/null
is 'answers are kept again' $((before + 1)) "$(hits)"
is 'and known by their ETag' 304 "$(curl -s -m 5 -o /dev/null -w '%{http_code}' -H "If-None-Match: $second" "$u")"
echo 'pm = tram           ' >"$dir/a/synonyms.txt" # in place, of the same size
is 'a change of the same size is seen too' '2 pm[=tram]' "$(ask)"
number=$(curl -s -m 5 "http://$at/metrics" | grep -a '^hustings_snapshot_number ' | sed 's/.* //')
is 'the number of the commit is still told' 1 "$number"
printf 'pm = premier\nbroken\n' >"$dir/a/synonyms.txt"
is 'what holds is used' '1 pm[=premier]' "$(ask)"
sleep 1.5
grep -q "synonyms.txt, line 2: there is no '='" "$dir/err"
verdict $? 'what does not is in the log'
is 'once' 1 "$(grep -c 'synonyms.txt, line 2' "$dir/err")"
rm "$dir/a/synonyms.txt"
is 'without the file it is as before' '1 pm' "$(ask)"
is 'with the ETag of before' "$first" "$(etag)"
stop 'the daemon ends well'
finish
