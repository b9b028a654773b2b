#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# soak.sh - the daemon's memory does not grow with what it has answered: soak.sh BIN_DIR
#
# SOAK=200000 requests (3000), of ARCHIVE (else of tests/articles), PERCENT more memory at the most (10; an instrumented
# program 100). CACHE_BYTES small, so that it is full after the first tenth.
. "$(dirname "$0")/daemon.sh"

if [ -n "${ARCHIVE:-}" ]; then
    ln -s "$ARCHIVE" "$dir/a"
else
    add "$(dirname "$0")/../articles"
    verdict $? 'the articles are added'
fi
start --workers 2 --cache-bytes "${CACHE_BYTES:-1000000}"
python3 "$(dirname "$0")/soak.py" "$port" "$pid" "${SOAK:-3000}" "${PERCENT:-10}"
verdict $? 'it answers all in bounded memory'
! grep -q 'searchd: request' "$dir/err"
verdict $? 'nothing of it was an error of the daemon'
stop 'the daemon ends well'
finish
