#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# version.sh - an archive of another version's format: every command and the daemon refuse it, say what to do, and change
# nothing: version.sh BIN_DIR
. "$(dirname "$0")/../daemon/daemon.sh"

printf '{"id":"n%d","title":"Report","text":"The house of the Vale."}\n' 1 2 3 >"$dir/in.jsonl"
add "$dir/in.jsonl" && cp -r "$dir/a" "$dir/kept"
verdict $? 'the archive is made'
ours=$(sed -n 's/^# hustings archive, format //p' "$dir/a/XAPIANDB")
what="has format [0-9]+ and this program knows $ours; use the version that wrote it, or export it there and add it here"
for other in $((ours - 1)) $((ours + 1)); do
    fault
    sed -i "s/, format .*/, format $other/" "$dir/a/XAPIANDB"
    (cd "$dir/a" && find . -type f ! -name lock -exec cksum {} + | sort) >"$dir/before"
    for command in "add $dir/in.jsonl" 'delete n1' 'retract --reason No n1' compact rebuild check export list stats 'show n1' 'search vale' "backup $dir/b"; do
        # shellcheck disable=SC2086
        "$bin/indexer" --archive "$dir/a" $command >"$dir/said" 2>&1
        [ $? -eq 1 ] && grep -qE "$what" "$dir/said"
        verdict $? "format $other: $command is refused with what to do"
    done
    (cd "$dir/a" && find . -type f ! -name lock -exec cksum {} + | sort) >"$dir/now"
    cmp -s "$dir/before" "$dir/now" && [ ! -e "$dir/b/XAPIANDB" ]
    verdict $? "format $other: nothing was changed"
    "$bin/searchd" --listen 127.0.0.1:0 --archive "$dir/a" >"$dir/said" 2>&1
    [ $? -eq 1 ] && grep -qE "cannot serve: .*$what" "$dir/said"
    verdict $? "format $other: searchd does not start, and says why"
done

# Under a daemon that serves it.
cp "$dir/kept/XAPIANDB" "$dir/a/XAPIANDB"
start --workers 1
asks 'it serves' 200 '"total":3' '/v1/search?q=vale&collapse=none'
fault
sed "s/, format .*/, format $other/" "$dir/kept/XAPIANDB" >"$dir/other" && mv "$dir/other" "$dir/a/XAPIANDB"
asks 'another version comes in its place: it says so' 500 '"code":"archive_version"' '/v1/search?q=vale'
cp "$dir/kept/XAPIANDB" "$dir/other" && mv "$dir/other" "$dir/a/XAPIANDB"
asks 'and serves again what it can read' 200 '"total":3' '/v1/search?q=vale&collapse=none'
stop 'it ends well'
faults_told
finish
