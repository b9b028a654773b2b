#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# stopping.sh - SIGTERM amid slow readers, a queue, an export and idle connections: stopping.sh BIN_DIR
#
# QUICK=seconds (8) within which it ends where all read, docs/limits.md has what is promised.
. "$(dirname "$0")/daemon.sh"

long_notes 800 >"$dir/notes.jsonl"
add "$dir/notes.jsonl"
verdict $? 'the articles are added'
python3 "$(dirname "$0")/stopping.py" "$bin/searchd" "$dir/a" "$dir/err"
verdict $? 'it ends as is promised'
finish
