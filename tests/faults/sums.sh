#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sums.sh - as kill.sh, for each call by which the checksums of the delta and of a run are written: whatever becomes of them,
# none says that what is whole is damaged: sums.sh PATH/TO/indexer FAULTY.SO
#
# FAULT_STEPS: of steps.sh (a small commit and one that makes a run); FAULT_POINTS: how many calls of each kind (all).
points=all
FAULT_STEPS=${FAULT_STEPS:-3 5}
. "$(dirname "$0")/steps.sh"
fault_path=/sums

in_step() {
    calls create,write,sync,rename,close "$1" >"$dir/count"
    cat "$dir/log" >>"$dir/met"
    for at in $(spread "$(cat "$dir/count")"); do
        try create,write,sync,rename,close "$at" kill "$1"
        try create,write,sync,rename,close "$at" EIO "$1"
    done
    for at in $(spread "$(calls write "$1")"); do
        try write "$at" ENOSPC "$1"
        try write "$at" short "$1"
    done
}

each_step in_step
fault_ends
if [ "$FAULT_STEPS" = '3 5' ]; then
    grep -q 'delta-.*/sums' "$dir/met" && grep -q 'run-.*/sums' "$dir/met" || fail 'sums of both were written'
fi
echo "$tried faults tried, seed $seed"
faults_told
exit $((failures > 0))
