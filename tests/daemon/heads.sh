#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# heads.sh - what a proxy may read in two ways is read in none: heads.sh BIN_DIR
. "$(dirname "$0")/daemon.sh"

start --workers 1 # on no archive: what is asked here needs none
python3 "$(dirname "$0")/heads.py" "$port"
verdict $? 'each head has its answer'
code=$(curl -s -m 10 -o "$dir/body" -w '%{http_code}' "http://$at/healthz")
[ "$code" = 200 ]
verdict $? 'and after them it answers as before'
LC_ALL=C grep -qa '[^ -~]' "$dir/err"
[ $? -eq 1 ]
verdict $? 'no control character of theirs is in the log'
stop 'the daemon ends well'
finish
