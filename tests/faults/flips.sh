#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# flips.sh - one byte of an archive changed, a sample of all bytes: check finds it, or the export and all answers are as
# those of the whole archive. searchd on the damaged archive answers as on the whole one, or with an error, and lives:
# flips.sh BIN_DIR
#
# FLIPS: how many bytes (50), half of them of any file, half of any byte; FLIP_SEED. FLIP_LOG: a file that gets a line for each.
. "$(dirname "$0")/../daemon/daemon.sh"
flips=${FLIPS:-50}
seed=${FLIP_SEED:-10733} # among which is a list of terms past whose end libxapian reads
log=${FLIP_LOG:-$dir/log}
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:new_delete_type_mismatch=0" # Database::check of libxapian 1.4
run() { "$bin/indexer" --archive "$dir/a" "$@"; }

# corpus COUNT FROM VERSION
corpus() {
    awk -v n="$1" -v from="$2" -v v="$3" 'BEGIN { srand(7)
        split("house vale minister budget reform market river council treaty harbour election railway school tariff border inquiry press union court debate", w, " ")
        for (i = from; i < from + n; i++) {
            text = "Mayor Ada Marsh said: \\\"It is " v " enough.\\\""
            for (j = 0; j < 30 + i % 40; j++) text = text " " w[int(rand() * 20) + 1] (j % 13 == 12 ? "." : "")
            printf "{\"id\":\"n%d\",\"title\":\"Number %d of %s\",\"date\":\"%d-%02d-%02d\",\"source\":\"Source %d\",\"author\":\"Ann Hill\",\"tags\":[\"t%d\"],\"text\":\"%s\"}\n", i, i, v, 1990 + i % 30, i % 12 + 1, i % 28 + 1, i % 7, i % 5, text
        } }'
}

corpus 1400 1 good >"$dir/in1"
corpus 1100 3000 fair >"$dir/in2"
{ corpus 30 1 better; corpus 20 6000 late; } >"$dir/in3"
add "$dir/in1" && add "$dir/in2" && add "$dir/in3" && run delete n40 >/dev/null && run retract --reason 'Not so.' n41 >/dev/null
verdict $? 'the archive is made'
printf 'mayor = reeve\n' >"$dir/a/synonyms.txt"
run check >"$dir/check"
verdict $? 'and whole'

cat >"$dir/targets" <<'E2'
/v1/search?q=budget&per_page=20
/v1/search?q=%22minister+budget%22
/v1/search?q=treaty+-river&sort=newest
/v1/search?q=title:number+harbour&facets=source,tag,author
/v1/search?q=said:enough&per_page=5
/v1/search?q=reeve&sort=oldest
/v1/search?q=market&from=2001&to=2003
/v1/search?q=railways+OR+schools&page=3
/v1/search?q=tariff+source:%22Source+3%22
/v1/search?q=border+NEAR+inquiry
/v1/search?q=presss
/v1/search?q=author:hill+tag:t2&per_page=50
/v1/search?q=late&in=body
/v1/search?q=cou*&per_page=10
/v1/suggest?q=may
/v1/suggest?q=number+1
/v1/articles/n7
/v1/articles/n3050
/v1/articles/n6003
/v1/articles/n41
/v1/timeline?q=union
/v1/count?q=debate
E2
sed "s,.*,url = \"http://ADDRESS&\"," "$dir/targets" >"$dir/urls"
# answers FILE: of all targets, without what differs from run to run; statuses in FILE.codes
answers() {
    sed "s,ADDRESS,$at," "$dir/urls" >"$dir/config"
    curl -s -m 20 -w '\n=== %{http_code}\n' -K "$dir/config" | sed -E 's/"(took_ms|request_id|request|took|elapsed_ms)": *"?[^",}]*"?,?//g' >"$1"
}
state() { run export 2>/dev/null | sha256sum; }

start --workers 1
answers "$dir/good"
answers "$dir/good2"
cmp -s "$dir/good" "$dir/good2" && [ "$(grep -c '^=== 200' "$dir/good")" -ge 20 ]
verdict $? 'the whole archive answers, twice the same' || diff "$dir/good" "$dir/good2"
stop 'it ends'
state >"$dir/exported"

cp -r "$dir/a" "$dir/whole"
# files with their sizes, then the flips: FILE OFFSET BIT
(cd "$dir/a" && find . -type f -size +0 ! -name lock ! -name synonyms.txt | sort | while read -r f; do echo "$f $(wc -c <"$f")"; done) >"$dir/files"
awk -v n="$flips" -v seed="$seed" 'BEGIN { srand(seed) } { name[NR] = $1; size[NR] = $2; all += $2 }
    END { for (i = 0; i < n; i++) {
        if (i % 2) f = int(rand() * NR) + 1
        else { at = rand() * all; for (f = 1; f < NR && at >= size[f]; f++) at -= size[f] }
        print name[f], int(rand() * size[f]), int(rand() * 8) } }' "$dir/files" >"$dir/flips"

# flipped FILE OFFSET BIT: turns it over
flipped() {
    byte=$(od -An -tu1 -j "$2" -N 1 "$dir/a/$1") || { echo "FAILED: byte $2 of $1 is gone: $(wc -c <"$dir/a/$1") bytes"; exit 1; }
    # shellcheck disable=SC2059
    printf "\\$(printf %03o $((byte ^ 1 << $3)))" | dd of="$dir/a/$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# served: what the daemon makes of it: same, refused (does not start), told (errors, or says what is missing), WRONG, CRASH
served() {
    : >"$dir/out"
    "$bin/searchd" --listen 127.0.0.1:0 --archive "$dir/a" --workers 1 >"$dir/out" 2>"$dir/err" &
    pid=$!
    until grep -q listening "$dir/out" || ! kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
    at=$(sed -n 's/^listening on //p' "$dir/out")
    if [ -z "$at" ]; then
        wait "$pid"
        code=$?
        [ $code -lt 126 ] && ! grep -q 'Sanitizer\|runtime error' "$dir/err" && echo refused || echo CRASH
        return
    fi
    until grep -q 'runs are what was written\|nothing is answered\|is damaged' "$dir/err" || ! kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
    answers "$dir/now"
    kill -TERM "$pid"
    wait "$pid"
    code=$?
    if [ $code -ne 0 ] || grep -q 'Sanitizer\|runtime error' "$dir/err"; then
        echo CRASH
    elif cmp -s "$dir/now" "$dir/good"; then
        echo same
    else
        compared
    fi
}

# compared: each answer is that of the whole archive, or an error, or says itself that something is damaged
compared() {
    awk 'NR == FNR { if (/^===/) { good[++g] = text; text = "" } else text = text $0; next }
        FNR == 1 { text = "" }
        /^===/ { n++; if (text != good[n] && $2 < 500 && text !~ /damaged/) { wrong = wrong " " n } text = ""; next }
        { text = text $0 }
        END { print (wrong || n != g) ? "WRONG" wrong : "told" }' "$dir/good" "$dir/now"
}

found=0 harmless=0 missed=0 n=0
while read -r file offset bit; do
    n=$((n + 1))
    fault
    flipped "$file" "$offset" "$bit"
    run check >"$dir/check" 2>&1
    code=$?
    daemon=$(served)
    case $code in
    0) if [ "$daemon" = same ] && [ "$(state)" = "$(cat "$dir/exported")" ]; then verdict=harmless; else verdict=MISSED; fi ;;
    1) verdict=found ;;
    *) verdict="CRASH$code" ;;
    esac
    echo "$verdict $daemon $file $offset $bit" >>"$log"
    case $verdict in found) found=$((found + 1)) ;; harmless) harmless=$((harmless + 1)) ;; MISSED) missed=$((missed + 1)) wrong=$((wrong + 1)) ;; *) crashes=$((crashes + 1)) ;; esac
    case $daemon in WRONG*) wrong=$((wrong + 1)) ;; CRASH) crashes=$((crashes + 1)) ;; esac
    case "$verdict $daemon" in
    *[MWC][IRA]*) echo "FAILED: check: $verdict, searchd: $daemon: byte $offset of $file, bit $bit"; failures=$((failures + 1))
        grep -av '^20[0-9][0-9]-' "$dir/err" | head -5 ;;
    esac
    flipped "$file" "$offset" "$bit"
done <"$dir/flips"
pid=
rm -f "$dir/a/lock" "$dir/whole/lock"
diff -r "$dir/whole" "$dir/a"
verdict $? 'nothing but those bytes changed meanwhile'
echo "$n bytes changed, seed $seed: check found $found, $harmless were harmless, $missed missed; searchd: $wrong wrong answers, $crashes crashes"
faults_told
exit $((failures > 0))
