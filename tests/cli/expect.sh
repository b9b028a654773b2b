# SPDX-License-Identifier: GPL-2.0-or-later
# expect.sh - what the tests of the command line share. Sourced with $1 the indexer; makes $dir, gone at the end.
set -u
indexer=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0
. "$(dirname "$0")/../support/faults.sh"

run() { "$indexer" --archive "$dir/a" "$@"; }

fail() {
    printf 'FAILED: %s\n' "$1"
    failures=$((failures + 1))
}

# expect SENTENCE CODE PATTERN COMMAND...: exits with CODE, and a line of what it prints (in $out) matches PATTERN
expect() {
    sentence=$1 code=$2 pattern=$3
    shift 3
    out=$("$@" 2>&1 </dev/null)
    got=$?
    if [ "$got" -ne "$code" ] || ! printf '%s\n' "$out" | grep -qE -- "$pattern"; then
        fail "$sentence (exit $got)"
        printf '%s\n' "$out"
    fi
}

# holds SENTENCE PATTERN: what the command before printed matches it, too
holds() {
    if ! printf '%s\n' "$out" | grep -qE -- "$2"; then
        fail "$1"
        printf '%s\n' "$out"
    fi
}

# lacks SENTENCE PATTERN: it does not
lacks() {
    if printf '%s\n' "$out" | grep -qE -- "$2"; then
        fail "$1"
        printf '%s\n' "$out"
    fi
}

# until_true SECONDS COMMAND...: waits for it
until_true() {
    tenths=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || return 1
        sleep 0.1
    done
}

# articles COUNT [FROM]: as many lines of JSON
articles() {
    awk -v n="$1" -v from="${2:-1}" 'BEGIN { for (i = from; i < from + n; i++)
        printf "{\"id\":\"n%d\",\"title\":\"Report number %d\",\"text\":\"The house of the Vale heard report %d at length, and agreed to hear the next on the morrow.\",\"date\":\"2019-%02d-%02d\"}\n", i, i, i, i % 12 + 1, i % 28 + 1 }'
}
