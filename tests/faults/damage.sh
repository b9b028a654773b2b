#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# damage.sh - parts of an archive gone or cut: nothing more is lost by it, and it is told: damage.sh PATH/TO/indexer FAULTY.SO
. "$(dirname "$0")/../cli/expect.sh"
faulty=$2

# again: a fresh copy of the archive that every case begins with
again() {
    rm -rf "$dir/a"
    cp -r "$dir/whole" "$dir/a"
    fault
}

articles 1500 >"$dir/many.jsonl"
articles 3 5000 >"$dir/few.jsonl"
run add "$dir/many.jsonl" >/dev/null && run add "$dir/few.jsonl" >/dev/null || fail 'setting up'
mv "$dir/a" "$dir/whole"
articles 1 9000 >"$dir/one.jsonl"

# What no index knows of is cut off by the next writer: an index that is gone must not look like an empty one.
again
rm -r "$dir/a"/delta-*
before=$(cksum <"$dir/a/text/000001.seg")
expect 'an archive whose delta is gone is refused' 1 "^indexer: archive '.*' is damaged: .*delta-.*; 'indexer rebuild' makes" run add "$dir/one.jsonl"
[ "$(cksum <"$dir/a/text/000001.seg")" = "$before" ] || fail 'and keeps its articles'
expect 'delete refuses it, too' 1 'indexer rebuild' run delete n1
[ "$(cksum <"$dir/a/text/000001.seg")" = "$before" ] || fail 'and cuts nothing'
expect 'check names the delta' 1 'delta-' run check
expect 'a search says so' 1 "^indexer: archive '.*' is damaged: .*delta-.*; 'indexer rebuild' makes" run search vale

again
rm -r "$dir/a"/run-*
expect 'an archive whose run is gone is refused' 1 "^indexer: archive '.*' is damaged: .*run-.*; 'indexer rebuild' makes" run add "$dir/one.jsonl"
[ "$(cksum <"$dir/a/text/000001.seg")" = "$before" ] || fail 'and keeps its articles'

# One bad article takes no other along, and can be mended.
again
segment=$dir/a/text/000001.seg
# The last record is that of n5002: the middle of it is overwritten.
size=$(wc -c <"$segment")
printf 'XXXX' | dd of="$segment" bs=1 seek=$((size - 60)) conv=notrunc 2>/dev/null
expect 'a search shows the others, and says so' 0 'warning: 1 of these articles is damaged|1 of these articles is damaged' run search '"report 5000" OR "report 5001" OR "report 5002"'
holds 'with their texts' 'The house of the Vale heard report 5001'
expect 'the article itself is refused' 1 '^indexer: .*article at byte' run show n5002
expect 'check names it and how to mend it' 1 "article 'n5002'" run check
articles 1100 20000 >"$dir/more.jsonl"
expect 'a run that would take it in is refused with what to do' 1 "check' says" run add "$dir/more.jsonl"
expect 'it can be deleted' 0 '^deleted 1' run delete n5002
expect 'and added again' 0 '^added 1, .*unchanged 2,' run add "$dir/few.jsonl"
expect 'and runs are made again' 0 '^added 1100, ' run add "$dir/more.jsonl"
expect 'and all is found' 0 'heard report 5002' run show n5002

again
rm "$dir/a"/run-*/forward
expect 'a run without its file of words is damaged' 1 "^indexer: .*forward' is gone; 'indexer rebuild'" run search vale
expect 'as check says' 1 'run-000002/forward' run check

again
rm "$dir/a"/run-*/names
expect 'a run without its file of names is damaged' 1 "^indexer: .*names' is gone; 'indexer rebuild'" run search vale
again
printf 'XXXX' | dd of="$(echo "$dir/a"/run-*/names)" bs=1 seek=200 conv=notrunc 2>/dev/null
expect 'a file of names that was changed harms no search' 0 'Report number' run search vale
expect 'and check says so' 1 "run-000002/names.*: .*is not what was written" run check

# The sums of a run have one of their own: a flip there is no other file's.
again
sums=$(echo "$dir/a"/run-*/sums)
sed -i '1s/^\(...\)[0-7]/\1f/; t; 1s/^\(...\)./\10/' "$sums"
expect 'sums that were changed are told as what they are' 1 "^run-000002: its file 'sums' is not what was written" run check
lacks 'and nothing else is' iamglass
again
sed -i '$d' "$sums"
expect 'those that an earlier version made have none' 0 '^whole: ' run check
sed -i '1s/^\(...\)[0-7]/\1f/; t; 1s/^\(...\)./\10/' "$sums"
expect 'and tell less' 1 "^run-000002: its file 'iamglass' is not what was written" run check

# What results show is proved, too.
again
LC_ALL=C sed -i 's/Report number 5001/Report number 6666/' "$dir/a"/delta-*/docdata.glass
expect 'check names an article whose title was changed in the index alone' 1 "article 'n5001': what results show" run check
holds 'and the block' "^delta-000002: block [0-9]+ of its table 'docdata' is not what was written"
expect 'and how to mend it' 0 '^rebuilt: 1503 articles' run rebuild
expect 'it is whole then' 0 '^whole: ' run check

# A table of the delta whose structure is whole, a posting that is not: only the sums of its blocks tell.
again
size=$(wc -c <"$(echo "$dir/a"/delta-*/postlist.glass)")
byte=$(od -An -tx1 -j $((size - 40)) -N 1 "$dir/a"/delta-*/postlist.glass)
printf 'Z' | dd of="$(echo "$dir/a"/delta-*/postlist.glass)" bs=1 seek=$((size - 40)) conv=notrunc 2>/dev/null
[ "$byte" = ' 5a' ] || expect 'check tells a changed posting of the delta' 1 'delta-000002' run check
# A commit copies what stands in the blocks that it changes, and would then call the copy good.
for command in "add $dir/one.jsonl" 'delete n5000' 'retract --reason No n5000' compact; do
    # shellcheck disable=SC2086
    expect "no writer writes on: $command" 1 "^indexer: archive '.*' is damaged: .*delta-000002': block [0-9]+ of its table 'postlist' is not what was written; 'indexer check' .*'indexer rebuild'" run $command
done
expect 'and check tells it as before' 1 "^delta-000002: block [0-9]+ of its table 'postlist'" run check
expect 'which rebuild mends' 0 '^rebuilt: 1503' run rebuild

# What a writer that was killed wrote beside the last commit is no damage; nor are sums that are gone.
again
articles 300 30000 >"$dir/more300.jsonl"
LD_PRELOAD=$faulty FAULT_CALLS=rename FAULT_PATH=iamglass FAULT_AT=1 FAULT_WITH=kill \
    ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" "$indexer" --archive "$dir/a" add "$dir/more300.jsonl" >/dev/null 2>&1
expect 'blocks of a commit that never came are no damage' 0 '^whole: .* 1503 articles' run check
expect 'the next adds' 0 '^added 300,' run add "$dir/more300.jsonl"
expect 'and is whole' 0 '^whole: .* 1803 articles' run check
rm "$dir/a"/delta-*/sums
expect 'the delta may be without its sums' 0 '^whole: ' run check
expect 'until the next commit' 0 '^deleted 1' run delete n1
[ -s "$(echo "$dir/a"/delta-*/sums)" ] || fail 'that makes them'

# A disk that does not give the last articles back: they are not cut off for it, nor left out.
again
# unread FROM COMMAND: the command, whose reads of articles fail from that one on
unread() (
    export LD_PRELOAD="$faulty" FAULT_CALLS=read FAULT_AT="$1" FAULT_WITH=EIO FAULT_PATH=text/000001.seg FAULT_LOG="$dir/reads"
    export ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0"
    rm -f "$dir/reads"
    run "$2"
)
for from in 2 700 3000 3007; do
    fault
    expect 'what cannot be read is not left out of an index' 1 '^indexer: .*cannot read .*text/000001.seg.*: Input/output error' unread $from rebuild
    [ "$(cksum <"$dir/a/text/000001.seg")" = "$before" ] || fail 'nor cut off'
    expect 'check does not take it for the end' 1 'to mend it: copy the archive to another disk' unread $from check
    expect 'all is as it was' 0 '^whole: .* 1503 articles$' run check
done

# A folder that is no archive may hold things of the same names.
rm -rf "$dir/a"
mkdir -p "$dir/a/building/house" "$dir/a/run-000001"
echo thesis >"$dir/a/building/house/plan"
echo results >"$dir/a/run-000001/log"
expect 'an archive is not begun among folders that are not its own' 1 "^indexer: .*a' .*'(building|run-000001)'.*an empty folder" run add "$dir/one.jsonl"
[ -e "$dir/a/building/house/plan" ] && [ -e "$dir/a/run-000001/log" ] || fail 'and nothing of them is removed'
rm -rf "$dir/a"
mkdir -p "$dir/a/delta-of-the-nile" "$dir/a/run-tests"
echo notes >"$dir/a/delta-of-the-nile/notes"
echo results >"$dir/a/run-tests/log"
run add "$dir/one.jsonl" >/dev/null && run add "$dir/few.jsonl" >/dev/null || fail 'an archive may lie beside other folders'
[ -e "$dir/a/delta-of-the-nile/notes" ] && [ -e "$dir/a/run-tests/log" ] || fail 'which are let alone'
faults_told
exit $((failures > 0))
