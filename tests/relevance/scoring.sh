# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# scoring.sh - what run, own and topics share. Sourced with $here this folder and $bin that of the programs.
out=$(mktemp -d)
# shellcheck source=tests/bench/measuring.sh
. "$here/../bench/measuring.sh"
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$out"' EXIT

# serve_corpus CORPUS: adds it to a new archive and serves that at $at
serve_corpus() {
    rm -rf "$work/hustings"
    added=0
    "$bin/indexer" --archive "$work/hustings" add "$1" >"$work/add.log" 2>&1 || added=$?
    # 1: the rest is in. Cranfield has two articles without a word, which no search could find either.
    [ $added -eq 0 ] || sed 's/^/add: /' "$work/add.log" >&2
    [ $added -le 1 ] || { echo "$(basename "$0"): cannot add '$1'" >&2; exit 1; }
    # A slow minute must not cut answers short.
    serve --deadline-ms 30000
}

# score NAME COLLECTION CORPUS [OPTION]: leaves what score.py prints in $raw/NAME
score() {
    name=$1 collection=$2 corpus=$3
    shift 3
    serve_corpus "$corpus"
    keep "$name" "$here/score.py" "$@" "$at" "$collection"
    stop
}
