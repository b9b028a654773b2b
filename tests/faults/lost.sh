#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lost.sh - files that searches read by mmap are cut off under the running daemon, so that reading them is a SIGBUS: who
# met it is told, nobody is told anything wrong, and the daemon lives: lost.sh BIN_DIR
. "$(dirname "$0")/../daemon/daemon.sh"

awk 'BEGIN { for (i = 1; i <= 3000; i++)
    printf "{\"id\":\"n%d\",\"title\":\"Note %d\",\"source\":\"The Vale Herald\",\"text\":\"Number %d was noted first by Mayor Ada Marsh, and the house of the Vale heard it.\",\"date\":\"%d\"}\n", i, i, i, 1990 + i % 30 }' >"$dir/many.jsonl"
add "$dir/many.jsonl"
verdict $? 'the archive is made'
run=$(echo "$dir/a"/run-*)
cp -r "$run" "$dir/good"

# cut FILE BYTES TARGET: under a daemon that has it mapped and has proved it
cut() {
    fault
    : >"$dir/err"
    start --workers 1 --cache-bytes 0
    until_within 5 logged 'runs are what was written' && status 200 "$3"
    verdict $? "$1: it is whole"
    sed 's/"took_ms":[^,]*//' "$dir/body" >"$dir/whole"
    truncate -s "$2" "$run/$1"
    status 503 "$3"
    verdict $? "$1: cut to $2 bytes, who reads it is told"
    logged "request .*$1' cannot be read"
    verdict $? "$1: since it could not be read"
    grep -q archive_damaged "$dir/body"
    verdict $? "$1: that it is damaged"
    until_within 5 logged "nothing is answered: .*$1' is "
    verdict $? "$1: and soon nobody is answered"
    status 503 /v1/articles/n7 && status 503 /readyz && status 200 /healthz
    verdict $? "$1: whatever they ask"
}
back() {
    stop "$1: it ends well"
    cat "$dir/good/$1" >"$run/$1"
}
cut blocks 4096 '/v1/search?q=first'
back blocks
cut blocks 0 '/v1/search?q=first'
back blocks
cut forward 4096 '/v1/search?q=%22noted+first%22'
back forward
cut columns 4096 '/v1/facets?q=first&facets=source,year'
back columns
cut pairs 0 '/v1/search?q=%22of+the%22'
back pairs
cut names 0 '/v1/suggest?q=ada'
cat "$dir/good/names" >"$run/names"
until_within 14 status 200 '/v1/suggest?q=ada'
verdict $? 'names: put back, it is answered again'
sed 's/"took_ms":[^,]*//' "$dir/body" | cmp - "$dir/whole" && { grep -q Ada "$dir/body" || { cat "$dir/body"; false; }; }
verdict $? 'names: and the same'
stop 'and it ends well'
faults_told
finish
