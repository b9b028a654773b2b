#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""small_adds.py - one article at a time into an archive that is being served: how long `indexer add` takes, how long
after it a search finds the article, and what the archive grows by. One line of NAME=VALUE: seconds and bytes.
usage: small_adds.py INDEXER ARCHIVE ADDRESS:PORT COUNT"""
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time

PATIENCE = 30  # seconds; longer, and the article is taken for lost


def disk(path):
    return sum(os.stat(os.path.join(at, name)).st_blocks * 512 for at, _, names in os.walk(path) for name in names)


def found(connection, word):
    connection.request("GET", f"/v1/search?q={word}&fields=id")
    return json.load(connection.getresponse())["total"] > 0


indexer, archive, address, count = sys.argv[1:]
connection = http.client.HTTPConnection(address, timeout=PATIENCE)
adds, waits, before, run = [], [], disk(archive), os.getpid()
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "one.json")
    for i in range(int(count)):
        word = f"zq{run}x{i}"
        text = f"The house sat late over {word}, and rose without a vote. " * 40
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"id": word, "title": f"A note on {word}", "text": text, "date": "2020-06-01"}, file)
        begin = time.monotonic()
        subprocess.run([indexer, "--archive", archive, "add", path], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        added = time.monotonic()
        while not found(connection, word):
            if time.monotonic() - added > PATIENCE:
                sys.exit(f"small_adds: an added article is not found after {PATIENCE} s")
            time.sleep(0.001)
        adds.append(added - begin)
        waits.append(time.monotonic() - added)
adds.sort()
waits.sort()
middle = len(adds) // 2
print(f"add={adds[middle]:.4f}\tadd_max={adds[-1]:.4f}\tvisible={waits[middle]:.4f}\tvisible_max={waits[-1]:.4f}"
      f"\tgrowth={(disk(archive) - before) / len(adds):.0f}")
