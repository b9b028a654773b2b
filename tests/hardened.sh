#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# hardened.sh - the programs were built so that a mistake in them is harder to use. usage: hardened.sh PROGRAM...
set -u
failures=0
verdict() {
    if [ "$1" -eq 0 ]; then
        echo "ok: $2"
    else
        echo "FAILED: $2"
        failures=1
    fi
}
for program; do
    name=${program##*/}
    readelf -hlW "$program" >/tmp/hardened.$$ && readelf -dW "$program" >>/tmp/hardened.$$ || exit 1
    nm -D "$program" >>/tmp/hardened.$$
    grep -q 'Type: *DYN' /tmp/hardened.$$
    verdict $? "$name lies at another address each time"
    grep -q GNU_RELRO /tmp/hardened.$$ && grep -q 'Flags:.*NOW' /tmp/hardened.$$
    verdict $? "$name's tables of addresses are read-only"
    grep 'GNU_STACK' /tmp/hardened.$$ | grep -q ' RW '
    verdict $? "$name's stack is no code"
    grep -q __stack_chk_fail /tmp/hardened.$$
    verdict $? "$name sees a stack that was overrun"
    grep -qE '__(snprintf|memcpy)_chk' /tmp/hardened.$$
    verdict $? "$name sees the C library write past an object"
    rm -f /tmp/hardened.$$
done
exit $failures
