#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""measure.py - what a command costs, as one line of NAME=VALUE parted by tabs: seconds and bytes.
usage: measure.py PATH COMMAND...      PATH: what the command makes, whose size on disk is told, too
What the command prints goes to standard error; its exit code is ours."""
import os
import subprocess
import sys
import time


def disk(path):
    if os.path.isfile(path):
        return os.stat(path).st_blocks * 512
    return sum(os.stat(os.path.join(at, name)).st_blocks * 512 for at, _, names in os.walk(path) for name in names)


begin = time.monotonic()
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=sys.stderr)
_, status, used = os.wait4(child.pid, 0)
wall = time.monotonic() - begin
cpu = used.ru_utime + used.ru_stime
print(f"wall={wall:.3f}\tcpu={cpu:.3f}\tpeak={used.ru_maxrss * 1024}\tdisk={disk(sys.argv[1])}")
sys.exit(abs(os.waitstatus_to_exitcode(status)))
