#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kill.sh - an indexer that dies, or whose disk fails, at any of its calls leaves the archive as it was before the commit
# or as it is after, never between: kill.sh PATH/TO/indexer FAULTY.SO
#
# FAULT_POINTS: how many calls of each kind and step are tried (3); all of them, when it is 'all'. More in steps.sh.
points=3
. "$(dirname "$0")/steps.sh"

# killed KIND OTHER STEP: kills at calls of that kind, and has others fail by OTHER; all of them get both
killed() {
    fault='kill' # a few: one after the other
    for at in $(spread "$(calls "$1" "$3")"); do
        try "$1" "$at" $fault "$3"
        [ "$points" != all ] || try "$1" "$at" "$2" "$3"
        [ "$points" = all ] || [ $fault != kill ] && fault='kill' || fault=$2
    done
}

in_step() {
    killed sync,rename,remove,mkdir,truncate EIO "$1"
    killed write ENOSPC "$1"
}

each_step in_step
echo "$tried faults tried, seed $seed"
faults_told
exit $((failures > 0))
