#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Holds the floors of the house by reading the includes: each folder uses only
# those below it, and two files alone see libmicrohttpd.
# usage: floors.sh SOURCE_DIR
set -u
cd "$1" || exit 2
bad=0
forbid() { # folder, pattern of what it may not include, reason
    hits=$(grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]+[\"<]($2)" --include=*.c --include=*.h --include=*.cc "$1" 2>/dev/null)
    if [ -n "$hits" ]; then
        printf '%s\n  %s\n' "$hits" "$3"
        bad=1
    fi
}
forbid shim '(\.\./)?(archive|indexer|searchd)/' 'the shim knows nothing of ours'
forbid archive '(\.\./)?(indexer|searchd)/' 'the archive stands on the shim alone'
forbid indexer '(\.\./)?searchd/' 'the programs never use each other'
forbid searchd '(\.\./)?indexer/' 'the programs never use each other'
for folder in archive indexer searchd; do
    forbid "$folder" 'xapian\.h|xapian/' 'only the shim sees Xapian'
done
others=$(grep -rlE 'include[[:space:]]+<microhttpd\.h>' searchd archive indexer 2>/dev/null | grep -vE '^searchd/http(_reply)?\.c$')
if [ -n "$others" ]; then
    printf '%s\n  only searchd/http.c and http_reply.c see libmicrohttpd\n' "$others"
    bad=1
fi
cpp=$(find archive indexer searchd -name '*.cc' -o -name '*.cpp' -o -name '*.hpp')
if [ -n "$cpp" ]; then
    printf '%s\n  C++ lives in the shim only\n' "$cpp"
    bad=1
fi
exit $bad
