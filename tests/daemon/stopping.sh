#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# stopping.sh - SIGTERM amid slow readers, a queue, an export and idle connections: stopping.sh BIN_DIR
#
# QUICK=seconds (8) within which it ends where all read, docs/limits.md has what is promised.
. "$(dirname "$0")/daemon.sh"

awk 'BEGIN {
    for (w = 0; w < 250; w++) text = text " The house of the Vale."
    for (n = 0; n < 800; n++) {
        printf "{\"id\": \"n%d\", \"title\": \"Note %d\", \"text\": \"%s", n, n, text
        for (w = 0; w < 60; w++) printf " w%d", (n * 31 + w * w) % 9973
        printf "\", \"date\": \"20%02d-%02d-%02d\", \"source\": \"Courier\"}\n", n % 20, 1 + n % 12, 1 + n % 28
    }
}' >"$dir/notes.jsonl"
add "$dir/notes.jsonl"
verdict $? 'the articles are added'
python3 "$(dirname "$0")/stopping.py" "$bin/searchd" "$dir/a" "$dir/err"
verdict $? 'it ends as is promised'
finish
