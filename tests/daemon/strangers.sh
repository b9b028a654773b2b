#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# strangers.sh - what strangers do to a daemon, with an honest client beside them: strangers.sh BIN_DIR
#
# SECONDS=20 for each attack, STRICT=1 for 100 ms at the most. docs/limits.md has what is defended.
. "$(dirname "$0")/daemon.sh"

long_notes 1000 >"$dir/notes.jsonl"
add "$dir/notes.jsonl"
verdict $? 'the articles are added'
# A proxy that nobody is: so that loopback, where all come from, is counted by address.
start --workers 2 --trust-proxy 127.0.0.200 --cache-bytes 1000000
sockets() { ls -l "/proc/$pid/fd" | grep -c 'socket:'; }
before=$(sockets)
python3 "$(dirname "$0")/strangers.py" "$port" "$pid"
verdict $? 'strangers do no harm'
for _ in $(seq 1 50); do
    [ "$(sockets)" -le "$before" ] && break
    sleep 0.2
done
[ "$(sockets)" -le "$before" ]
verdict $? "their connections are gone ($(sockets) sockets are open, $before before)"
curl -s -m 5 "http://$at/metrics" | grep '^hustings_refusals_total'
! grep -q 'searchd: request' "$dir/err"
verdict $? 'nothing of it was an error of the daemon'
LC_ALL=C grep -qa '[^ -~]' "$dir/err"
[ $? -eq 1 ]
verdict $? 'no control character of theirs is in the log'
stop 'the daemon ends well'
finish
