#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# proof.sh - a run or a delta that is not what was written answers nobody until it is mended; one that cannot be read is
# told once: proof.sh BIN_DIR FAULTY.SO
. "$(dirname "$0")/../daemon/daemon.sh"
faulty=$2

# byte OFFSET VALUE FILE: written where it stands
byte() { printf "\\$2" | dd of="$3" bs=1 seek="$1" conv=notrunc 2>/dev/null; }

awk 'BEGIN { for (i = 1; i <= 1200; i++)
    printf "{\"id\":\"n%d\",\"title\":\"Note %d\",\"text\":\"The house of the Vale noted first %d.\",\"date\":\"2019\"}\n", i, i, i }' >"$dir/many.jsonl"
echo '{"id":"late","title":"A late note","text":"The house of the Vale noted first, and late.","date":"2019"}' >"$dir/one.jsonl"
add "$dir/many.jsonl" && add "$dir/one.jsonl"
verdict $? 'the archive is made'
run=$(echo "$dir/a"/run-*) delta=$(echo "$dir/a"/delta-*)
cp -r "$run" "$dir/good"

# choose FILE OFFSET: the byte there
choose() {
    file=$1 at_byte=$2
    was=$(dd if="$file" bs=1 skip="$at_byte" count=1 2>/dev/null | od -An -to1 | tr -d ' ')
}
change() { if [ "$was" = 132 ]; then byte "$at_byte" 133 "$file"; else byte "$at_byte" 132 "$file"; fi; }
middle() { echo $(($(wc -c <"$1") / 2)); }

# mended SENTENCE FILE OFFSET COMMAND...: that byte becomes another beside the daemon; the command puts it back
mended() {
    sentence=$1
    choose "$2" "$3"
    shift 3
    : >"$dir/err"
    start --workers 2
    until_within 5 logged 'runs are what was written' && status 200 '/v1/search?q=first'
    verdict $? "$sentence: it is whole"
    fault
    change
    touch "$run" "$dir/a/XAPIANDB" # as if both were new
    until_within 5 status 503 '/v1/search?q=first'
    verdict $? "$sentence: searches are a 503"
    grep -q archive_damaged "$dir/body"
    verdict $? "$sentence: that says so"
    curl -s -D - -o /dev/null "http://$at/v1/search?q=first" | grep -qi '^retry-after: 60'
    verdict $? "$sentence: and when to ask again"
    curl -s "http://$at/?q=first" >"$dir/body"
    grep -q 'archive is damaged' "$dir/body" && ! grep -qi busy "$dir/body"
    verdict $? "$sentence: as does the page, which is not busy"
    status 503 /readyz
    verdict $? "$sentence: it is not ready"
    "$@"
    until_within 14 status 200 '/v1/search?q=first'
    verdict $? "$sentence: within seconds after the mend it answers"
    status 200 /readyz
    verdict $? "$sentence: and is ready"
    [ "$(grep -c 'nothing is answered' "$dir/err")" -eq 1 ]
    verdict $? "$sentence: the log said it once"
    stop "$sentence: it ends well"
}
in_place() { byte "$at_byte" "$was" "$file"; }
by_another() { cp "$dir/good/$(basename "$file")" "$dir/fresh" && mv "$dir/fresh" "$file"; }
mended 'a byte put back' "$run/docdata.glass" "$(middle "$run/docdata.glass")" in_place
mended 'a file put back' "$run/blocks" "$(middle "$run/blocks")" by_another

# choose_used: a byte of the delta that its last commit uses: commits leave blocks free
choose_used() {
    size=$(wc -c <"$delta/postlist.glass")
    for end in $(seq 8192 8192 "$size"); do
        choose "$delta/postlist.glass" $((end - 20))
        change
        "$bin/indexer" --archive "$dir/a" check 2>&1 | grep -q 'block . of its table' && found=yes || found=no
        in_place
        [ $found = no ] || return 0
    done
    echo 'FAILED: the delta uses no block'
    exit 1
}

# The delta is proved before anything is answered.
choose_used
fault
change
: >"$dir/err"
start --workers 1
status 503 '/v1/search?q=first' && grep -q archive_damaged "$dir/body"
verdict $? 'a daemon that starts on a damaged delta answers nothing of it'
logged "nothing is answered: delta '.*/delta-.*': block . of its table 'postlist' is not what was written"
verdict $? 'and the log says why'
in_place
touch "$delta/iamglass" # or it is seen ten seconds later, as above
until_within 5 status 200 '/v1/search?q=late'
verdict $? 'until it is mended'
sed 's/late/later/g' "$dir/one.jsonl" >"$dir/two.jsonl"
add "$dir/two.jsonl"
until_within 5 status 200 '/v1/search?q=later'
verdict $? 'and is written to'
choose_used
fault
change
touch "$delta/iamglass" # as if a commit had done it
until_within 5 status 503 '/v1/search?q=first'
verdict $? 'after a commit it is proved again'
mv "$delta/sums" "$dir/sums"
! until_within 2 status 200 '/v1/search?q=first'
verdict $? 'a damaged delta is none the better for a commit whose sums are still to come'
mv "$dir/sums" "$delta/sums"
in_place
touch "$delta/iamglass"
until_within 5 status 200 '/v1/search?q=later'
verdict $? 'and answers'
stop 'it ends well'

# A damaged run is taken away, and comes back as it was.
choose "$run/docdata.glass" "$(middle "$run/docdata.glass")"
change
: >"$dir/err"
start --workers 1
until_within 5 status 503 '/v1/search?q=first'
verdict $? 'a daemon finds a run damaged'
mv "$run" "$dir/away"
touch "$dir/a/XAPIANDB"
sleep 2
mv "$dir/away" "$run"
! until_within 2 status 200 '/v1/search?q=first'
verdict $? 'and answers nothing of it when it was away for a while'
in_place
stop 'it ends well'

# What was proved and is lost then is found when it is read again.
# later_found SENTENCE: the byte that was chosen
later_found() {
    : >"$dir/err"
    start --workers 1 --scrub-seconds 1
    until_within 5 logged 'was read again, and is what was written' && status 200 '/v1/search?q=first'
    verdict $? "$1: it is whole, and read again"
    fault
    change
    until_within 6 status 503 '/v1/search?q=first'
    verdict $? "$1: a byte that the disk has lost since is found"
    logged 'was read again: .*not what was written'
    verdict $? "$1: so"
    in_place
    stop "$1: it ends well"
}
# Generations that come sooner than all is read keep it from its end only for a while.
: >"$dir/err"
start --workers 1 --scrub-seconds 1
(while [ ! -e "$dir/enough" ]; do touch "$dir/a/XAPIANDB"; sleep 0.03; done) &
toucher=$!
until_within 10 logged 'was read again, and is what was written'
verdict $? 'what is read again comes to its end beside a writer'
: >"$dir/enough"
wait $toucher
stop 'it ends well'

choose "$run/forward" "$(middle "$run/forward")"
later_found 'a run'
choose_used
later_found 'the delta'

# A sector that the disk cannot read, of a file that searches read by mmap: through read(), an error.
: >"$dir/err"
fault
LD_PRELOAD=$faulty FAULT_CALLS=read FAULT_PATH=$run/blocks FAULT_AT=1 FAULT_WITH=EIO FAULT_LOG=$dir/calls
ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0
export LD_PRELOAD FAULT_CALLS FAULT_PATH FAULT_AT FAULT_WITH FAULT_LOG ASAN_OPTIONS
start --workers 1 --unconfined
unset LD_PRELOAD
until_within 5 logged 'is not known, and tried again: .*blocks.: Input/output error'
verdict $? 'a run that cannot be read is told'
sleep 5
[ "$(grep -c 'Input/output error' "$dir/err")" -eq 1 ]
verdict $? 'once'
calls=$(wc -l <"$dir/calls")
[ "$calls" -ge 2 ] && [ "$calls" -le 4 ]
verdict $? "and tried again, more and more seldom ($calls times)"
status 200 '/v1/search?q=first'
verdict $? 'it is searched as before'
stop 'and it ends well'
faults_told
finish
