#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# outside.sh - what programs of others make of our citations and feeds: pybtex, bibutils, citeproc-py, feedparser and
# xmllint, of Debian's packages, and pandoc where it is installed; 77 where the others are not: outside.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"
support=$(dirname "$0")/../support
python=/usr/bin/python3 # Debian's: a newer one does not see its packages
for program in bib2xml ris2xml xmllint $python; do
    command -v "$program" >/dev/null || { echo "skipped: there is no $program"; exit 77; }
done
$python -c 'import pybtex, citeproc, feedparser' 2>"$dir/said" || { tail -1 "$dir/said"; exit 77; }

cat >"$dir/odd.jsonl" <<'END'
{"id":"plain","title":"Moot meets in Vale","text":"The moot met.","date":"2019-04-02","source":"Vale Courier","section":"Politics","author":["Jane Doe","Ursula von der Leyen"],"url":"https://courier.example/1?a=b&c=%20d","lang":"en-GB","tags":["moot"]}
{"id":"month","title":"Budget of the month","text":"The moot met.","date":"2019-04","source":"The Lantern","author":"Reuters"}
{"id":"year","title":"Budget of the year","text":"The moot met.","date":"2019","source":"The Lantern","author":"Martin Luther King Jr."}
{"id":"moment","title":"Late news","text":"The moot met.","date":"2019-04-02T23:30:00-05:00","source":"The Lantern","author":"Doe, Jane"}
{"id":"undated","title":"No day","text":"The moot met."}
{"id":"untitled","text":"The moot met without a title.","date":"2019-04-02","source":"The Lantern"}
{"id":"tex","title":"100% of #1 & $5 ~ a_b^c \\ d","text":"The moot met.","date":"2019-04-02","source":"R&R_Press","author":"Roe & Sons_Ltd"}
{"id":"braces","title":"Open { and } closed } again","text":"The moot met.","date":"2019-04-02","source":"The } Lantern","author":"A } B {"}
{"id":"matched","title":"A {set} of {}","text":"The moot met.","date":"2019-04-02","source":"The {Lantern}","author":"Roe {and} Sons"}
{"id":"quotes","title":"“Élan”, “déjà vu” & \"plain\" 'quotes' @article{x,","text":"The moot met.","date":"2019-04-02","source":"Le Phare","author":"Élodie Öztürk","lang":"fr"}
{"id":"scripts","title":"Київ 毛泽东 مرحبا 👩‍💻","text":"The moot met.","date":"2019-04-02","source":"Газета","author":["毛泽东","Тарас Шевченко"],"lang":"uk"}
{"id":"lines","title":"Two\nlines\r\nER  - \nTY  - BOOK","text":"The moot met.","date":"2019-04-02","source":"The\tLantern","author":"Jane\nRoe"}
{"id":"controls","title":"Bell\u0007 and \u001b[31mred\u0085\u2028","text":"The moot\u0001 met.","date":"2019-04-02","source":"The Lantern"}
{"id":"markup","title":"<script>alert(1)</script> ]]> &amp; &#0;","text":"The moot met <b>.","date":"2019-04-02","source":"<i>","author":"<A> & B","url":"javascript:alert(1)","section":"\"x\"","lang":"no language"}
{"id":"a/b c?é#%","title":"An odd id","text":"The moot met.","date":"2019-04-02","source":"The Lantern","url":"https://a.example/ \"<>{}|\\^`"}
{"id":"many","title":"Many hands","text":"The moot met.","date":"2019-04-02","source":"The Lantern","author":"Ann Roe, Ben Poe, Cora Joe, Political Reporter"}
END
add "$dir/odd.jsonl"
start --public-url https://news.example
u=http://$at
curl -s "$u/v1/search?per_page=100&collapse=none&fields=id,title,author,date,url,source" >"$dir/all.json"
$python - "$dir/all.json" >"$dir/paths" <<'END'
import json, sys, urllib.parse
for one in json.load(open(sys.argv[1]))["results"]:
    print("/v1/articles/" + urllib.parse.quote(one["id"], safe=""))
END
[ "$(wc -l <"$dir/paths")" -eq 16 ]
verdict $? 'sixteen odd articles'
while read -r path; do
    curl -s "$u$path?format=bibtex" >>"$dir/all.bib"
    curl -s "$u$path?format=ris" >>"$dir/all.ris"
    curl -s "$u$path?format=csl" | sed 's/^\[\(.*\)\]$/\1/' >>"$dir/all.csl"
    echo >>"$dir/all.csl"
done <"$dir/paths"
curl -s "$u/v1/feed?collapse=none" >"$dir/all.xml"
curl -s "$u/v1/feed?collapse=none&q=nothing" >"$dir/none.xml"
stop 'it ends well'

xmllint --noout --nonet --relaxng "$support/atom.rng" "$dir/all.xml" "$dir/none.xml" 2>"$dir/said"
verdict $? "xmllint: $(tail -1 "$dir/said")"
bib2xml "$dir/all.bib" >"$dir/bib.xml" 2>"$dir/said"
[ "$(cat "$dir/said" | tr -d '\n')" = 'bib2xml: Processed 16 references.' ]
verdict $? "$(cat "$dir/said")"
ris2xml "$dir/all.ris" >"$dir/ris.xml" 2>"$dir/said"
[ "$(cat "$dir/said" | tr -d '\n')" = 'ris2xml: Processed 16 references.' ]
verdict $? "$(cat "$dir/said")"
xmllint --noout --nonet "$dir/bib.xml" "$dir/ris.xml"
verdict $? 'both are XML'
if command -v pandoc >/dev/null; then
    pandoc -f bibtex -t csljson "$dir/all.bib" >"$dir/pandoc.json" 2>"$dir/said" && [ ! -s "$dir/said" ]
    verdict $? "pandoc reads the BibTeX $(cat "$dir/said")"
    (echo '['; paste -sd, "$dir/all.csl"; echo ']') | pandoc -f csljson -t csljson >"$dir/again.json" 2>"$dir/said" && [ ! -s "$dir/said" ]
    verdict $? "pandoc reads the CSL-JSON $(cat "$dir/said")"
fi
$python "$support/outside.py" "$dir"
verdict $? 'and all find in it what was given'
finish
