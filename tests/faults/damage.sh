#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# damage.sh - parts of an archive gone or cut: nothing more is lost by it, and it is told: damage.sh PATH/TO/indexer
. "$(dirname "$0")/../cli/expect.sh"

# again: a fresh copy of the archive that every case begins with
again() {
    rm -rf "$dir/a"
    cp -r "$dir/whole" "$dir/a"
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
expect 'an archive whose delta is gone is refused' 1 "^indexer: archive '.*' is damaged: .*delta-.*; restore it" run add "$dir/one.jsonl"
[ "$(cksum <"$dir/a/text/000001.seg")" = "$before" ] || fail 'and keeps its articles'
expect 'delete refuses it, too' 1 '; restore it' run delete n1
[ "$(cksum <"$dir/a/text/000001.seg")" = "$before" ] || fail 'and cuts nothing'
expect 'check names the delta' 1 'delta-' run check
expect 'a search says so' 1 "^indexer: archive '.*' is damaged: .*delta-.*; restore it" run search vale

again
rm -r "$dir/a"/run-*
expect 'an archive whose run is gone is refused' 1 "^indexer: archive '.*' is damaged: .*run-.*; restore it" run add "$dir/one.jsonl"
[ "$(cksum <"$dir/a/text/000001.seg")" = "$before" ] || fail 'and keeps its articles'

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
exit $((failures > 0))
