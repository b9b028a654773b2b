#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# points.sh - as kill.sh, for the calls that fail in other ways: a file that cannot be made, read, mapped or closed, a sync
# or a write that fails once, a write of half of the bytes: points.sh PATH/TO/indexer FAULTY.SO
#
# FAULT_POINTS: how many calls of each kind and step are tried; all of them, when it is 'all', but 40 of the reads, of
# which there are some for each article; if it is not set, one of two kinds in each step. More in steps.sh.
points=1
. "$(dirname "$0")/steps.sh"

# failing KIND WITH STEP
failing() {
    if [ -z "${FAULT_POINTS:-}" ]; then
        turn=$((turn + 1))
        [ $(((turn + seed) % 3)) -eq 0 ] || return 0
    fi
    for at in $(spread "$(calls "$1" "$3")"); do
        try "$1" "$at" "$2" "$3"
    done
}
turn=0

in_step() {
    failing create EMFILE "$1"
    failing list EMFILE "$1"
    failing map ENOMEM "$1"
    failing close EIO "$1"
    failing write EIO "$1"
    failing write short "$1"
    all=$points
    [ "$points" != all ] || points=40
    failing read EIO "$1"
    points=$all
    turn=$((turn + 1)) # another third in the next step
}

each_step in_step
echo "$tried faults tried, seed $seed"
faults_told
exit $((failures > 0))
