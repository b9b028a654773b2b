#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# hundred.sh - a hundred clients at once, while an archivist adds, deletes, merges and rebuilds: every answer is right
# for some commit of that time: hundred.sh BIN_DIR
#
# SECONDS=120 (5) of it; LATE=seconds (5) after a commit within which an answer may be of the one before.
. "$(dirname "$0")/daemon.sh"

python3 "$(dirname "$0")/hundred.py" first >"$dir/first.jsonl"
add "$dir/first.jsonl"
verdict $? 'the first articles are added'
# A proxy that nobody is: so that loopback, where all come from, is counted by address. A deadline that cuts nothing.
start --workers 2 --deadline-ms 60000 --idle-seconds 120 --trust-proxy 127.0.0.200 --rate 0 \
    --connections-per-address 1000 --exports 8 --exports-per-address 8 --cache-bytes 2000000 --scrub-seconds 1
python3 "$(dirname "$0")/hundred.py" "$port" "$bin/indexer" "$dir/a" >"$dir/figures"
verdict $? 'every answer to a hundred clients is right for some commit'
kill -TERM "$pid"
wait "$pid"
code=$?
pid=
crashes=$((code > 0))
echo "$(tail -1 "$dir/figures") crashes=$crashes"
verdict $code 'the daemon ends well'
# A rebuild ends the snapshots before it; an export of one of them is cut, and counted so.
! grep -a 'Sanitizer\|searchd: request' "$dir/err" | grep -aqv 'export broke off .* is no longer known'
verdict $? 'nothing of it was an error of the daemon'
"$bin/indexer" --archive "$dir/a" check >"$dir/check" 2>&1
verdict $? 'the archive is whole'
finish
