# SPDX-License-Identifier: GPL-2.0-or-later
# faults.sh - how a test of faults counts them, for tests/faults/table to read; expect.sh and daemon.sh source it.
#
# A fault begins with fault and ends with the next one, or with faults_told: it is survived when nothing failed between.
injected=0 survived=0 lost=0 wrong=0 crashes=0
fault_before= # failures when the last one began

fault_ends() {
    [ -z "$fault_before" ] || [ "$failures" -gt "$fault_before" ] || survived=$((survived + 1))
    fault_before=
}

# fault: one is injected now
fault() {
    fault_ends
    injected=$((injected + 1))
    fault_before=$failures
}

# failed_by KIND SENTENCE: a check fails, because something is lost or wrong, or a program crashed (crashes)
failed_by() {
    printf 'FAILED: %s\n' "$2"
    failures=$((failures + 1))
    eval "$1=\$(($1 + 1))"
}

# crash_if CODE SENTENCE: by a signal that nobody sent it, or by a sanitizer
crash_if() { [ "$1" -le 2 ] || [ "$1" -eq 75 ] || failed_by crashes "$2: exit $1"; }

# faults_told: to be the last line of the test
faults_told() {
    fault_ends
    echo "faults: injected=$injected survived=$survived lost=$lost wrong=$wrong crashes=$crashes"
}
