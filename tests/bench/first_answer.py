#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""first_answer.py - seconds from starting searchd to its first answer, process and all, as wall=SECONDS.
usage: first_answer.py SEARCHD ARCHIVE QUERY"""
import subprocess
import sys
import time
import urllib.parse
import urllib.request

searchd, archive, query = sys.argv[1:]
begin = time.monotonic()
daemon = subprocess.Popen([searchd, "--archive", archive, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True)
try:
    address = daemon.stdout.readline().split()[-1]
    with urllib.request.urlopen(f"http://{address}/v1/search?" + urllib.parse.urlencode({"q": query})) as answer:
        answer.read()
    print(f"wall={time.monotonic() - begin:.3f}")
finally:
    daemon.terminate()
    daemon.wait()
