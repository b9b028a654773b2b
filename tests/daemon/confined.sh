#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# confined.sh - a daemon that serves has given up what serving does not take. usage: confined.sh BIN
. "$(dirname "$0")/daemon.sh"
of_kernel() { grep "^$1:" "/proc/$pid/status" | tr -s '\t' ' '; }
is() {
    [ "$2" = "$3" ]
    verdict $? "$1"
    [ "$2" = "$3" ] || printf '  not %s but %s\n' "$2" "$3"
}

start
if grep -q 'searchd: unconfined' "$dir/err"; then
    echo 'ok: sanitizers keep their rights'
    stop 'it ends when told to'
    finish
fi
stop 'it ends when told to'

"$bin/searchd" --archive "$dir/a" --user no-such-user-here --listen 127.0.0.1:0 >"$dir/out" 2>"$dir/said"
is 'a user that is not there is refused' 1 $?
grep -q "no user 'no-such-user-here'" "$dir/said"
verdict $? 'by name'

user=
[ "$(id -u)" != 0 ] || user='--user nobody'
# shellcheck disable=SC2086
start $user 9<"$dir/said" <&- # and the archive comes later
add "$(dirname "$0")/../articles"
chmod -R a+rX "$dir"
asks 'it answers, confined' 200 '"total":[1-9]' '/v1/search?q=budget'
is 'no privilege can be gained again' 'NoNewPrivs: 1' "$(of_kernel NoNewPrivs)"
for task in "/proc/$pid/task"/*; do
    grep -q '^Seccomp:.*2' "$task/status" || echo "$task"
done >"$dir/free"
[ ! -s "$dir/free"  ]
verdict $? 'system calls are filtered in every thread'
[ -z "$user" ] || is 'root has become another user' "Uid: 65534 65534 65534 65534" "$(of_kernel Uid)"
is 'it gives up capabilities' 0 "$((0x$(of_kernel CapEff | cut -d' ' -f2) & ~0x4c4))"
if readlink "/proc/$pid/fd"/* >"$dir/fds" 2>/dev/null; then
    ! grep -q 'said$' "$dir/fds" && [ "$(readlink "/proc/$pid/fd/0")" = /dev/null ]
    verdict $? 'what was open is closed, and standard input is nothing'
fi
grep -q 'confined: files .*, system calls yes' "$dir/err"
verdict $? 'what holds is said'
curl -s "http://$at/metrics" | grep -q '^process_resident_memory_bytes [1-9]'
verdict $? 'its memory is told'
stop 'it ends when told to'
if [ -n "$user" ]; then
    ! tail -n 5 "$dir/err" | grep -q 'it is root'
    verdict $? 'another user is not told to be root'
    start
    tail -n 5 "$dir/err" | grep -q 'it is root: start it with --user'
    verdict $? 'root is told to be another user'
    is 'and keeps few capabilities' 0 "$((0x$(of_kernel CapEff | cut -d' ' -f2) & ~0x4c4))"
    stop 'it ends when told to'
    "$bin/searchd" --archive "$dir/a" --user root --listen 127.0.0.1:0 >"$dir/out" 2>"$dir/said"
    is 'root is no other user' 1 $?
    grep -q 'name another user for --user' "$dir/said"
    verdict $? 'which is said'
fi
start --unconfined
is 'a debugger can look inside when that is asked' 'NoNewPrivs: 0' "$(of_kernel NoNewPrivs)"
stop 'it ends when told to'
finish
