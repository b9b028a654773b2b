# SPDX-License-Identifier: GPL-2.0-or-later
# steps.sh - what the life of an archive is made of, and how a fault in one step is tried; for kill.sh, points.sh and sums.sh,
# which source it with $1 the indexer and $2 FAULTY.SO. $fault_path: of files whose name holds this; the archive's, if not set.
#
# FAULT_POINTS: how many calls of each kind and step are tried ($points); all of them, when it is 'all'.
# FAULT_SIZE: articles that are enough for a run (1000); less for an indexer that was built with a smaller FOLD_PENDING.
# FAULT_STEPS: which steps they are tried in, all of them if it is not set. FAULT_SEED: of the calls' choice.
. "$(dirname "$0")/../cli/expect.sh"
faulty=$2
points=${FAULT_POINTS:-$points}
size=${FAULT_SIZE:-1000}
seed=${FAULT_SEED:-$$}
tried=0

# versioned COUNT FROM VERSION: as articles, of another version
versioned() { articles "$1" "$2" | sed "s/Report number/Report $3 number/; s/agreed to hear/$3 agreed to hear/"; }

articles 15 1 | sed 's/"date"/"source":"Lantern",&/' >"$dir/first.jsonl"
articles $((size * 13 / 10)) 1000 >"$dir/many.jsonl"
{ versioned 5 1 revised; versioned 5 1000 revised; articles 5 5000; } >"$dir/mixed.jsonl"
{ versioned $((size / 2)) $((1000 + size / 2)) redone; articles $((size * 11 / 20)) 6000; } >"$dir/fold.jsonl"

# step NUMBER: what the archive goes through
step() {
    case $1 in
    1) run add --jobs 2 "$dir/first.jsonl" ;;
    2) run add --jobs 2 "$dir/many.jsonl" ;;
    3) run add --jobs 2 "$dir/mixed.jsonl" ;;
    4) run delete n5 n6 n1001 n1002 n5001 ;;
    5) run add --jobs 2 "$dir/fold.jsonl" ;;
    6) run add --jobs 2 "$dir/first.jsonl" ;;
    7) run compact --jobs 2 ;;
    8) run retract --reason 'It was not so.' n7 n8 n1003 ;;
    9) run compact --forget --jobs 2 ;;
    10) run boilerplate keep --source Lantern --line 'The house of the Vale heard report 10 at length, and agreed to hear the next on the morrow.' ;;
    11) run rebuild --jobs 2 ;;
    esac
}

# faulted KIND AT WITH STEP: the step, with a fault at that call; its exit code
faulted() (
    export LD_PRELOAD="$faulty" FAULT_CALLS="$1" FAULT_AT="$2" FAULT_WITH="$3" FAULT_PATH="${fault_path:-$dir/a}"
    export ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0"
    case $3 in EIO | ENOMEM | EMFILE) export FAULT_ONCE=1 ;; esac
    step "$4" >"$dir/out" 2>&1
)

# the articles, their versions and what is retracted, without the times
state() { run export 2>/dev/null | sed 's/"stored":"[^"]*"//' | sort; }

# holds_together WHERE: the archive is as before the step or as after it, whole, and takes the step again
holds_together() {
    if [ -e "$dir/a/XAPIANDB" ]; then
        run check >"$dir/check" 2>&1 || { failed_by lost "$1: the archive is not whole"; cat "$dir/check" "$dir/out"; return; }
        state >"$dir/now"
    else
        : >"$dir/now" # not begun, which is an empty archive
    fi
    if grep -qE '^(committed|deleted|retracted|compacted|kept|rebuilt)' "$dir/out" && ! cmp -s "$dir/now" "$dir/after"; then
        failed_by lost "$1: what was reported done is not there"
        cat "$dir/out"
    elif ! cmp -s "$dir/now" "$dir/before" && ! cmp -s "$dir/now" "$dir/after"; then
        failed_by wrong "$1: the archive is between two commits"
        diff "$dir/now" "$dir/before" | head -4
    fi
    step "$2" >"$dir/out" 2>&1
    code=$?
    [ $code -eq 0 ] || [ "$2" -eq 4 ] || { fail "$1: the step after it ends with $code"; cat "$dir/out"; }
    state >"$dir/now"
    cmp -s "$dir/now" "$dir/after" || { failed_by lost "$1: done again, it is not complete"; diff "$dir/now" "$dir/after" | head -4; }
    left=$(cd "$dir/a" && ls -A | grep -vxF -e XAPIANDB -e lock -e text -e "$(sed -n 's/^auto //p' XAPIANDB)")
    [ -z "$left" ] || fail "$1: left behind: $left"
    run check >"$dir/check" 2>&1 || { failed_by lost "$1: not whole at the end"; cat "$dir/check"; }
}

# try KIND AT WITH STEP
try() {
    where="step $4, $1 call $2, $3"
    rm -rf "$dir/a"
    cp -r "$dir/archive" "$dir/a" 2>/dev/null
    faulted "$1" "$2" "$3" "$4"
    code=$?
    tried=$((tried + 1))
    fault
    case $3:$code in
    kill:*) ;;
    *:0 | *:1) [ $code -eq 0 ] || grep -q '^indexer: ' "$dir/out" || { fail "$where: no word of what went wrong"; cat "$dir/out"; } ;;
    *) failed_by crashes "$where: exit $code"; cat "$dir/out" ;;
    esac
    holds_together "$where" "$4"
}

# calls KIND STEP: how many there are
calls() {
    rm -rf "$dir/a" "$dir/log"
    cp -r "$dir/archive" "$dir/a" 2>/dev/null
    FAULT_LOG="$dir/log" faulted "$1" 0 kill "$2" || fail "step $2 without a fault: $(cat "$dir/out")"
    [ -e "$dir/log" ] || : >"$dir/log"
    wc -l <"$dir/log"
}

# spread COUNT: the numbers of the calls to try, of so many
spread() {
    awk -v count="$1" -v points="$points" -v seed="$seed" 'BEGIN { srand(seed)
        if (points == "all" || points >= count) { for (i = 1; i <= count; i++) print i; exit }
        for (i = 0; i < points; i++) print int((i + rand()) * count / points) + 1 }'
}

# each_step COMMAND: COMMAND STEP for each, with the archive before it in $dir/archive, its state in $dir/before and the
# state that the step makes in $dir/after
each_step() {
    : >"$dir/before"
    for step in $(seq 11); do
        rm -rf "$dir/a"
        cp -r "$dir/archive" "$dir/a" 2>/dev/null
        step "$step" >"$dir/out" 2>&1 || fail "step $step without a fault: $(cat "$dir/out")"
        state >"$dir/after"
        rm -rf "$dir/next"
        cp -r "$dir/a" "$dir/next"
        case " ${FAULT_STEPS:-$step} " in *" $step "*) "$1" "$step" ;; esac
        [ "$failures" -lt 10 ] || break
        rm -rf "$dir/archive"
        mv "$dir/next" "$dir/archive"
        cp "$dir/after" "$dir/before"
    done
}
