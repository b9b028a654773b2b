# SPDX-License-Identifier: GPL-2.0-or-later
"""Mixed requests over four connections, and the daemon's memory as they go on: soak.py PORT PID N PERCENT

Words and ids are those that the archive suggests and shows. At the end it may have PERCENT more memory than after the
first tenth, and 4 MB for what an allocator keeps."""
import json
import os
import random
import socket
import sys
import threading
import time
import urllib.parse

port, pid, total, percent = (int(a) for a in sys.argv[1:5])


class Connection:
    def __init__(self):
        self.s, self.rest = None, b""

    def more(self):
        block = self.s.recv(1 << 18)
        if not block:
            raise OSError("closed")
        self.rest += block

    def until(self, mark):
        while mark not in self.rest:
            self.more()
        got, self.rest = self.rest.split(mark, 1)
        return got

    def take(self, n):
        while len(self.rest) < n:
            self.more()
        got, self.rest = self.rest[:n], self.rest[n:]
        return got

    def ask(self, target, more=""):
        if not self.s:
            self.s, self.rest = socket.create_connection(("127.0.0.1", port), 60), b""
        self.s.sendall(("GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n" % (target, more)).encode("latin-1"))
        head = self.until(b"\r\n\r\n").lower()
        status = int(head.split()[1])
        if status in (204, 304):
            body = b""
        elif b"transfer-encoding: chunked" in head:
            parts = []
            while True:
                n = int(self.until(b"\r\n"), 16)
                parts.append(self.take(n))
                self.take(2)
                if n == 0:
                    break
            body = b"".join(parts)
        else:
            body = self.take(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        if b"connection: close" in head:
            self.s.close()
            self.s = None
        return status, body


def quoted(text):
    return urllib.parse.quote_plus(text)


first = Connection()
words = ["tax", "budget", "minister", "election"]
for letter in "abcdefghiklmnoprstvw":
    for said in json.loads(first.ask("/v1/suggest?q=" + letter + "&limit=20")[1]).get("suggestions", []):
        words.append(said.get("text") or said.get("q") or "tax")
ids = []
for number in range(1, 11):
    ids += [r["id"] for r in json.loads(first.ask("/v1/search?per_page=50&page=%d" % number)[1])["results"]]


def target(dice):
    word, other, kind = quoted(dice.choice(words)), quoted(dice.choice(words)), dice.randrange(100)
    if kind < 35:
        return "/v1/search?q=%s+%s&page=%d%s" % (word, other, dice.randrange(1, 4), dice.choice(
            ["", "&sort=newest", "&facets=source,year", "&match=any", "&explain=1", "&fields=text&per_page=30"]))
    if kind < 50:
        return "/v1/suggest?q=" + word[:dice.randrange(1, 6)].rstrip("%")
    if kind < 62:
        return "/?q=%s&page=%d" % (word, dice.randrange(1, 4))
    if kind < 74:
        one = urllib.parse.quote(dice.choice(ids), safe="")
        return dice.choice(["/v1/articles/%s", "/v1/articles/%s?q=tax", "/v1/articles/%s/similar", "/a/%s",
                            "/v1/articles/%s/copies", "/v1/articles/%s?format=bibtex"]) % one
    if kind < 80:
        return "/v1/facets?q=%s&facet_limit=%d" % (word, dice.randrange(1, 200))
    if kind < 86:
        return "/v1/timeline?q=%s&interval=%s" % (word, dice.choice(["year", "month", "day"]))
    if kind < 90:
        return "/v1/export?q=%s&limit=%d&format=%s" % (
            word, dice.randrange(1, 300), dice.choice(["ndjson", "csv", "ris"]))
    if kind < 92:
        return "/v1/compare?a=q:%s&b=q:%s" % (word, other)
    return dice.choice(["/nothing%d" % dice.randrange(10 ** 9), "/v1/search?from=never", "/v1/search?q=%22open+a*+(%00",
                        "/v1/articles/none-%d" % dice.randrange(10 ** 9), "/v1/search?cursor=xyz", "/metrics",
                        "/v1/search?q=" + "x" * 3000, "/" + "a" * 17000, "/v1/feed?q=" + word, "/openapi.json",
                        "/healthz"])


def memory():
    """Its own, and with what it sees of the archive's files, which the system takes back when it likes: MB."""
    with open("/proc/%d/status" % pid) as f:
        kb = {line.split(":")[0]: int(line.split()[1]) for line in f if line.startswith(("RssAnon", "VmRSS"))}
    return kb["RssAnon"] / 1024, kb["VmRSS"] / 1024


lock, done, statuses, lost, marks = threading.Lock(), 0, {}, [], []


def work(seed):
    global done
    dice, c = random.Random(seed), Connection()
    while True:
        with lock:
            if done >= total:
                return
            done += 1
            if done % (total // 10) == 0:
                marks.append(memory())
                passed = time.monotonic() - began
                print("%d requests, %.1f MB (%.1f with files), %d s" % ((done,) + marks[-1] + (passed,)), flush=True)
        asked = target(dice)
        try:
            status, _ = c.ask(asked, dice.choice(["", "Accept-Encoding: gzip\r\n", "Accept-Encoding: zstd\r\n"]))
        except (OSError, ValueError, IndexError) as error:
            status, c = repr(error), Connection()
        with lock:
            statuses[status] = statuses.get(status, 0) + 1
            if not isinstance(status, int) or (status >= 500 and status != 503):
                lost.append((asked[:200], status))


began = time.monotonic()
threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
took = time.monotonic() - began
print("%d requests in %.0f s (%.0f a second): %s" % (total, took, total / took, statuses))
print("memory: %.1f MB (%.1f with files) after a tenth, %.1f MB (%.1f) at the end" % (marks[0] + marks[-1]))
for one in lost[:10]:
    print("FAILED:", *one)
# As tests/support/faults.sh; what is asked there is good and bad, and an answer that is none counts as wrong.
print("faults: injected=%d survived=%d lost=0 wrong=%d crashes=%d" % (
    total, total - len(lost), len(lost), not os.path.exists("/proc/%d" % pid)))
bounded = marks[-1][0] <= marks[0][0] * (1 + percent / 100) + 4
print("ok:" if bounded else "FAILED:", "the memory is bounded")
sys.exit(bool(lost) or not bounded)
