#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# clients.sh - docs/clients.md shows docs/examples to the letter, what it says they print they print, and their
# figures are those of /v1/count; errors are told: clients.sh BIN_DIR
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/daemon/daemon.sh"
for program in curl jq python3 node Rscript; do
    command -v "$program" >/dev/null && continue
    echo "FAILED: there is no $program; ./install-packages tests installs it"
    exit 1
done
bin=$(cd "$bin" && pwd)
export LC_ALL=C.UTF-8 PYTHONUNBUFFERED=1 HUSTINGS_ARCHIVE="$dir/a" PATH="$bin:$PATH"

# same SENTENCE EXPECTED GOT: two files or folders are the same
same() {
    diff -r "$2" "$3" >"$dir/diff"
    verdict $? "$1"
    head -40 "$dir/diff"
}
# counts PARAMETERS: how many articles the daemon counts
counts() { curl -s "$HUSTINGS_URL/v1/count?$1" | jq .total; }
# is SENTENCE EXPECTED GOT
is() {
    [ "$2" = "$3" ]
    verdict $? "$1: $2"
    [ "$2" = "$3" ] || echo "  but it is: $3"
}

mkdir "$dir/shown" "$dir/run"
awk -v to="$dir/shown/" '
    /^### .*\(examples\// { name = $0; sub(/.*\(examples\//, "", name); sub(/\).*/, "", name); next }
    /^```/ { if (on) { on = 0; name = "" } else on = name != ""; next }
    on { print >(to name) }' "$root/docs/clients.md"
same 'docs/clients.md shows each file of docs/examples to the letter' "$root/docs/examples" "$dir/shown"
awk '/^```console/ { on = 1; next } /^```/ { on = 0 } on' "$root/docs/clients.md" >"$dir/said"

add "$root/tests/articles"
verdict $? 'the sample articles are added'
start --workers 2
export HUSTINGS_URL="http://$at"
cp "$root"/docs/examples/* "$dir/run"
cd "$dir/run" || exit 1

# What the archive is called and where the daemon listens differ; all else is as the page has it.
plain() { tr -d '\r' | sed -E "s/[0-9a-f]{8}-([0-9]+)/ARCHIVE-\1/g; s/:$port/:8080/"; }
grep '^\$ ' "$dir/said" | while read -r _ command; do
    printf '$ %s\n' "$command"
    before=$(curl -s "$HUSTINGS_URL/v1/status" | jq -r .snapshot.id)
    sh -c "$command" 2>&1 </dev/null
    case $command in *"indexer add"*) # the daemon sees it within a second
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
            [ "$(curl -s "$HUSTINGS_URL/v1/status" | jq -r .snapshot.id)" = "$before" ] || break
            sleep 0.2
        done ;;
    esac
done >"$dir/printed"
[ "$(grep -c '^\$ ' "$dir/printed")" -gt 10 ]
verdict $? 'commands of docs/clients.md are run'
plain <"$dir/said" >"$dir/said.plain"
plain <"$dir/printed" >"$dir/printed.plain"
same 'and print what it says' "$dir/said.plain" "$dir/printed.plain"

# export.sh
sh export.sh q=minister all >/dev/null
total=$(counts q=minister)
[ "$total" -gt 20 ]
verdict $? 'there is something to count'
is 'export.sh: lines of articles are what /v1/count says' "$total" "$(grep -c '^{"id"' all.ndjson)"
is 'so are rows of the table' "$total" "$(($(wc -l <all.csv) - 1))"
is 'and the manifest' "$total" "$(jq .count all.manifest.json)"
indexer verify-result all.ndjson >/dev/null && indexer verify-result --manifest all.manifest.json all.csv >/dev/null
verdict $? 'indexer verify-result proves both files'
sh export.sh "q=tax&snapshot=$(jq -r .snapshot all.manifest.json | sed 's/-[0-9]*$/-1/')" old >old.said
is 'it can ask an older snapshot' 7 "$(jq .count old.manifest.json)"
# A curl that spoils what it got.
mkdir spoilt
cat >spoilt/curl <<CURL
#!/bin/sh
$(command -v curl) "\$@" || exit
for one; do case \$one in *.part) sed -i "\$SPOIL" "\$one" ;; esac; done
CURL
chmod +x spoilt/curl
for spoil in 2d 's/^{"id":"herald/{"id":"gerald/' '$d'; do
    rm -f bad.*
    ! SPOIL=$spoil PATH="$dir/run/spoilt:$PATH" sh export.sh q=minister bad >bad.out 2>bad.err && [ ! -e bad.csv ] &&
        grep -q '^bad.ndjson: ' bad.err
    verdict $? "a spoilt file ($spoil) is refused: $(cat bad.err)"
done

# news.sh
sh news.sh q=moot moot.snapshot >moot.out
is 'news.sh: the first time there is nothing new' 0 "$(wc -l <moot.out)"
cp moot.snapshot first.snapshot
cat >more.jsonl <<'JSON'
{"id":"news-1","title":"Moot sits late","text":"The moot sat until two.","date":"2024-12-03","source":"The Lantern"}
{"id":"news-2","title":"Rain","text":"It rained.","date":"2024-12-03","source":"The Lantern"}
JSON
add more.jsonl
asks 'an article is added' 200 '"title":"Moot sits late"' /v1/articles/news-1
sh news.sh q=moot moot.snapshot >moot.out
is 'it tells what is new of the query' news-1 "$(cut -f1 moot.out)"
sed -i 's/late"/later"/; s/two/three/' more.jsonl
add more.jsonl
asks 'and changed' 200 '"title":"Moot sits later"' /v1/articles/news-1
sh news.sh q=moot moot.snapshot >moot.out
is 'and what has a new text' 'news-1 2 Moot sits later' "$(cut -f1,2,5 moot.out | tr '\t' ' ')"
sh news.sh q=moot first.snapshot >moot.out
is 'since any snapshot' 'news-1 2 Moot sits later' "$(cut -f1,2,5 moot.out | tr '\t' ' ')"
is 'which it keeps' "$(cat moot.snapshot)" "$(cat first.snapshot)"

# timeline.py, timeline.R and chart.mjs: the same figures, those of /v1/count
month='q=election&from=2019-12&to=2019-12&source=hallowmere+courier'
share=$(printf '%s %s' "$(counts "$month")" "$(counts "${month#*&}")" | jq -s '.[0] / .[1]')
[ "$share" != null ] && [ "$share" != 0 ]
verdict $? "share of a month and source by /v1/count: $share"
python3 timeline.py 'q=election&from=2019-01&to=2019-12' >t.csv 2>/dev/null
cat >cell.py <<'PY'
import csv
print(*(row["Hallowmere Courier"] for row in csv.DictReader(open("t.csv")) if row["month"] == "2019-12"))
PY
is 'timeline.py' "$share" "$(python3 cell.py)"
cells=$(grep -oE '^2019-0[12],0?,' t.csv | paste -sd' ')
is 'a month without any article is empty, one without a hit 0' '2019-01,, 2019-02,0,' "$cells"
Rscript timeline.R 'q=election&from=2019-01&to=2019-12' t.png 2>/dev/null | grep '^2019-12-01' >t.txt
is 'timeline.R, in percent' "$(python3 -c "print(f'{100 * $share:g}')")" "$(awk 'NR == 1 { print $3 + 0 }' t.txt)"
[ "$(head -c 4 t.png | tail -c 3)" = PNG ] && [ "$(wc -c <t.png)" -gt 4000 ]
verdict $? 'and it draws a picture'
node chart.mjs 'q=election&from=2019-01&to=2019-12' >t.json
cell='.labels as $at | .datasets[] | select(.label == "Hallowmere Courier").data[$at | index("2019-12-01")]'
is 'chart.mjs' "$share" "$(jq "$cell" t.json)"
is 'null where there is a gap' null "$(jq -c '.datasets[0].data[0]' t.json)"

# lengths.py walks through all pages
python3 lengths.py q=minister >whole 2>/dev/null
is 'lengths.py: all articles' "$(counts q=minister)" "$(awk '{ n += $1 } END { print n }' whole)"
sed 's/per_page=100/per_page=7/' lengths.py >paged.py
! cmp -s lengths.py paged.py && python3 paged.py q=minister 2>/dev/null | cmp - whole
verdict $? 'in pages of seven as in one'
! python3 lengths.py q=minsiter >out 2>&1 && grep -q 'did you mean minister' out
verdict $? 'a word that is none is told, and no figure'
! python3 lengths.py q=minister+zyzzyva >out 2>&1 && grep -q 'nothing was found' out
verdict $? 'nor one of articles that have only some of the words'

# compare.R
Rscript compare.R 'hallowmere courier' 'varland press agency' >words 2>/dev/null
agency='source=varland+press+agency'
percent=$(printf '%s %s' "$(counts "$agency&q=vpa")" "$(counts "$agency")" | jq -s '100 * .[0] / .[1] | round')
is 'compare.R: percent of articles that have the word' "$percent" "$(awk '$1 == "vpa" { print $(NF - 1) }' words)"

# A daemon that has too much to do: the first time each is told to come again.
cat >busy.py <<'PY'
import http.server, sys, urllib.request
told = set()
class Busy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path not in told:
            told.add(self.path)
            status, headers, body = 503, {"Retry-After": "1"}, b'{"title":"Too many exports run"}'
        else:
            with urllib.request.urlopen(sys.argv[1] + self.path) as answer:
                status, headers, body = 200, {}, answer.read()
        self.send_response(status)
        for one in headers.items():
            self.send_header(*one)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Busy)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 busy.py "$HUSTINGS_URL" >busy.port &
busy=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ ! -s busy.port ] || break
    sleep 0.2
done
again=http://127.0.0.1:$(cat busy.port)
sh export.sh q=tax late "$again" >late.out 2>/dev/null
is 'export.sh asks again after a 503' "$(counts q=tax) articles" "$(sed 's/,.*//' late.out)"
python3 lengths.py q=minister "$again" 2>/dev/null | cmp - whole
verdict $? 'so does lengths.py'
Rscript compare.R 'hallowmere courier' 'varland press agency' '' "$again" 2>/dev/null | cmp - words
verdict $? 'and R'
kill "$busy"

# search.mjs, as a page would use it: no process, and the answer to what was typed last alone
node search.mjs q=minister >out
is 'search.mjs: the total' "$(counts q=minister)" "$(sed -n 's/ in all, .*//p' out)"
facet=$(sed -n 's/.*Vale Herald \([0-9]*\).*/\1/p' out)
is 'a facet' "$(counts 'q=minister&source=vale+herald&collapse=none')" "$facet"
cat >page.mjs <<'JS'
const url = process.env.HUSTINGS_URL;
delete globalThis.process;
const { search } = await import('./search.mjs');
const { chart } = await import('./chart.mjs');
const answers = await Promise.allSettled(['mi', 'min', 'minister'].map(typed => search(url, `q=${typed}`)));
const { labels } = await chart(url, 'q=minister&from=2024');
console.log(answers.map(({ reason, value }) => reason?.name ?? value.query.q).join(' '), labels.length);
JS
is 'in a page stale searches end' 'AbortError AbortError minister 12' "$(node page.mjs 2>&1)"

# refuses SENTENCE PATTERN COMMAND...: exit 1, and one readable line says so
refuses() {
    sentence=$1 pattern=$2
    shift 2
    "$@" >out 2>err
    code=$?
    [ "$code" -eq 1 ] && [ ! -s out ] && grep -q -- "$pattern" err &&
        ! grep -qiE 'traceback|execution halted|    at |[{}]' err
    well=$?
    verdict $well "$sentence"
    [ $well -eq 0 ] || { echo "  exit $code"; cat err out; }
}
stopped=http://127.0.0.1:2 # nobody listens there
for each in 'sh export.sh @ bad' 'sh news.sh @ bad.snapshot' 'python3 timeline.py @' 'python3 lengths.py @' \
    'Rscript timeline.R @ bad.png' 'Rscript compare.R x y @' 'node search.mjs @' 'node chart.mjs @'; do
    rm -f bad*
    run=${each%%@*} rest=${each#*@}
    # shellcheck disable=SC2086
    {
        refuses "$each: an unknown parameter" 'no such parameter - fromm - 2019 - Leave' $run 'q=tax&fromm=2019' $rest
        refuses "$each: a bad value, its hint" 'month does not exist. - Use YYYY' $run 'q=tax&from=2019-13' $rest
        refuses "$each: nobody there" 'connect\|refused' $run q=tax $rest "$stopped"
        refuses "$each: another path" 'There is nothing at this path' $run q=tax $rest "$HUSTINGS_URL/nothing"
    }
    rm -f ./*.part
    [ "$(find . -name 'bad*' | wc -l)" -eq 0 ]
    verdict $? "$each: leaves no file that looks like a result"
done
stop 'it ends well'
finish
