# SPDX-License-Identifier: GPL-2.0-or-later
"""What strangers do to a daemon, and how long an honest client waits meanwhile: strangers.py PORT

The honest client has an address of its own (127.0.0.1) and asks 30 times a second; strangers have others of
127.0.0.0/8. SECONDS is the time of each attack (0.7), P99_MS what 99 of 100 honest requests may take at most
(1000, for machines that do other things too; STRICT=1: 100). Tells what each attack did and what it met."""
import collections
import multiprocessing
import os
import random
import resource
import select
import socket
import struct
import sys
import time

port = int(sys.argv[1])
seconds = float(os.environ.get("SECONDS", "0.7"))
p99_ms = float(os.environ.get("P99_MS", "100" if os.environ.get("STRICT") else "1000"))
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
failures = 0
attacks = {"injected": 0, "survived": 0, "lost": 0, "wrong": 0, "crashes": 0}
words = [word.strip() for word in "house vale tax note of the w1 w17 w100 w9000 w42 herald".split()]


def verdict(ok, sentence):
    global failures
    failures += not ok
    print("ok:" if ok else "FAILED:", sentence, flush=True)


def dial(address="127.0.0.2", wait=5):
    s = socket.socket()
    s.settimeout(wait)
    s.bind((address, 0))
    s.connect(("127.0.0.1", port))
    return s


def get(target, more=b""):
    return b"GET " + target.encode() + b" HTTP/1.1\r\nHost: a\r\n" + more + b"\r\n"


def read_answer(s):
    """One answer with a Content-Length: its status and body."""
    got = b""
    while b"\r\n\r\n" not in got:
        block = s.recv(65536)
        if not block:
            return 0, b""
        got += block
    head, body = got.split(b"\r\n\r\n", 1)
    lower = head.lower()
    length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in lower else 0
    while len(body) < length:
        block = s.recv(65536)
        if not block:
            return 0, b""
        body += block
    return int(head.split()[1]), body


def honest(stop, out):
    """Searches, suggestions and pages, each its own; a new connection for every tenth."""
    dice, times, wrong, s = random.Random(1), [], [], None
    count = 0
    while not stop.is_set():
        word = dice.choice(words)
        target = dice.choice(["/v1/search?q=%s+w%d", "/v1/suggest?q=%s&x=%d", "/?q=%s+w%d"])
        target %= word, dice.randrange(9973)
        began = time.monotonic()
        try:
            if count % 10 == 0:
                s and s.close()
                s = dial("127.0.0.1", 20)
            s.sendall(get(target))
            status, body = read_answer(s)
        except OSError as error:
            status, body = 0, repr(error).encode()
        # An idle connection may make room for others: once more, as browsers do.
        if status == 0 and count % 10 and not body:
            count = 0
            continue
        count += 1
        times.append(time.monotonic() - began)
        if status != 200 or not body:
            wrong.append("%s: %d %s" % (target, status, body[:100]))
            count = 0
        time.sleep(max(0, 0.033 - (time.monotonic() - began)))
    out.put((times, wrong))


def drip(until, tally):
    """Slowloris: 1,000 of four addresses, each with a byte a second of a head that never ends."""
    held = [dial("127.0.1.%d" % (1 + i % 4)) for i in range(1000)]
    head, at = get("/", b"X: " + b"a" * 10000), 0
    while time.monotonic() < until:
        for s in held:
            try:
                tally["bytes"] += s.send(head[at:at + 1])
            except OSError:
                tally["cut"] += 1
        at += 1
        time.sleep(max(0, min(1, until - time.monotonic())))
    tally["connections"] = len(held)


def idle(until, tally):
    """5,000 connections of one address, then of 25, that say nothing."""
    most, held = min(5000, hard - 100), []
    for one_address in (True, False):
        for i in range(most):
            try:
                held.append(dial("127.0.1.1" if one_address else "127.0.2.%d" % (1 + i % 25)))
                tally["opened"] += 1
            except OSError as error:
                tally[type(error).__name__] += 1
            if one_address and i > 300 and time.monotonic() > until - seconds:
                break
        if one_address:
            time.sleep(0.1)
            gone = select.poll()
            for s in held:
                gone.register(s, select.POLLIN)
            tally["closed of one address"] = len(gone.poll(0))
            for s in held:
                s.close()
            held = []
    while time.monotonic() < until:
        time.sleep(0.05)


def pipeline(until, tally):
    """1,000 requests in one go, again and again."""
    while time.monotonic() < until or (not tally["429"] and time.monotonic() < until + 20):
        s = dial()
        s.settimeout(0.5)
        try:
            s.sendall(b"".join(get("/healthz" if i % 10 else "/v1/search?q=w%d" % i) for i in range(1000)))
            got = b""
            while got.count(b"HTTP/1.1 ") < (1000 if time.monotonic() < until else 300):
                block = s.recv(1 << 20)
                if not block:
                    break
                got += block
        except OSError:
            pass
        for status in (b"200", b"429", b"503"):
            tally[status.decode()] += got.count(b"HTTP/1.1 " + status)
        s.close()


def half_closed(until, tally):
    """A request, and no more will be said."""
    while time.monotonic() < until:
        s = dial("127.0.3.%d" % random.randrange(1, 200))
        s.sendall(get("/v1/search?q=house+w%d" % random.randrange(9973)))
        s.shutdown(socket.SHUT_WR)
        try:
            tally[s.recv(100).split(b"\r\n")[0].decode()[9:12] or "closed"] += 1
        except OSError as error:
            tally[type(error).__name__] += 1
        s.close()


def gone(until, tally):
    """A request, and the client is gone before the answer."""
    while time.monotonic() < until:
        s = dial("127.0.3.%d" % random.randrange(1, 200))
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.sendall(get("/v1/search?q=the+house+of+the+vale+w%d&per_page=100&fields=text" % random.randrange(9973)))
        s.close()
        tally["requests"] += 1


# What is sent, and what may come of it: statuses (0: the connection is closed without a word).
malformed = [
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nabcde", "400"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", "400 413"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", "400 413"),
    (b"POST /v1/search HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n" + b"a" * 100000,
     "400 413"),
    (b"GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
    (b"GET /healthz HTTP/1.1\nHost: a\n\n", "400"),
    (b"GET /healthz HTTP/1.1\r\n\r\n", "400"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n", "400"),
    (b"GET /healthz HTTP/1.1\r\n folded: first\r\nHost: a\r\n\r\n", "400"),
    (b"FOO /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "405"),
    (b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
    (b"PUT /v1/search HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n", "100 413"),
    (b"GET http://elsewhere.example/v1/search HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
    (b"GET //elsewhere.example/ HTTP/1.1\r\nHost: a\r\n\r\n", "404"),
    (b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "404"),
    (b"GET /v1/search?q=a%00b HTTP/1.1\r\nHost: a\r\n\r\n", "200"),
    (b"GET /v1/articles/%00%00 HTTP/1.1\r\nHost: a\r\n\r\n", "400 404"),
    (b"GET /v1/search?q=\xff\xfe\xc0\x80 HTTP/1.1\r\nHost: a\r\n\r\n", "200 400"),
    (b"GET /v1/articles/\xed\xa0\x80 HTTP/1.1\r\nHost: a\r\n\r\n", "400 404"),
    (b"GET /\x00/etc HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
    (b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "404"),
    (b"GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n", "0 200 400 505"),
    (b"GET /healthz\r\n\r\n", "0 400 505"),
    (b"GET\r\n\r\n", "0 400"),
    (b"\r\n\r\n\r\n\r\n", "0"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), "0 400"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "0 400 404 405 505"),
    (b"GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n", "0 200 400"),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX\x00Y: 1\r\n\r\n", "0 400"),
    (b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", "0 400"),
]
oversize = [
    (b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "414"),
    (b"GET /" + b"a" * 1000000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "0 414"),
    (b"GET /?" + b"q=" * 500000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "0 414"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 30000 + b"\r\n\r\n", "431"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 1000000 + b"\r\n\r\n", "0 413 431"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"X: 1\r\n" * 100000 + b"\r\n", "0 413 431"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"X-Forwarded-For: 1.2.3.4\r\n" * 500 + b"\r\n", "200"),
    (b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n" + b"a" * 1000000, "0 413"),
    (b"A" * 1000000, "0 400 414 431"),
]


def send_bad(items, until, tally):
    while time.monotonic() < until or not tally["sent"]:
        for sent, allowed in items:
            s = dial("127.0.3.%d" % random.randrange(1, 200), 1)
            got = b""
            try:
                s.sendall(sent)
                if sent.startswith((b"\x16", b"A", b"GET\r\n")):
                    s.shutdown(socket.SHUT_WR)  # nobody can tell that no more will come
                got = s.recv(1000)
            except OSError:
                pass
            s.close()
            status = got[9:12].decode("latin-1") if got.startswith(b"HTTP/1.") else "0"
            tally["sent"] += 1
            # What is refused before it is read whole may be lost when the connection is reset.
            if status not in allowed.split() and not (status == "0" and len(sent) > 16384):
                tally["WRONG: %r: %r" % (sent[:60], got[:60])] += 1


def slow_readers(until, tally):
    """Whole texts and exports, of which nothing is read, or a byte a second."""
    held = []
    for i in range(240):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.bind(("127.0.4.%d" % (1 + i % 12), 0))
        s.connect(("127.0.0.1", port))
        s.settimeout(5)
        what = "/v1/search?q=vale&per_page=100&page=%d" % (i % 9) if i % 4 else "/v1/export?"
        s.sendall(get(what + "&fields=text&collapse=none"))
        s.setblocking(False)
        held.append(s)
    while time.monotonic() < until:
        for s in held:
            try:
                tally["bytes"] += len(s.recv(1))
            except OSError:
                pass
        time.sleep(max(0, min(1, until - time.monotonic())))
    tally["connections"] = len(held)


def flood(until, tally):
    """As many requests as one address can send, over 50 connections; what they cost is much."""
    held, target = [dial() for _ in range(50)], "/v1/search?q=the+house+of+w%d&facets=source,year&per_page=50"
    i = 0
    waiting = select.poll()
    by_fd = {s.fileno(): s for s in held}
    for s in held:
        s.sendall(get(target % random.randrange(9973)))
        waiting.register(s, select.POLLIN)
    while time.monotonic() < until:
        for fd, _ in waiting.poll(100):
            s = by_fd[fd]
            try:
                status, _ = read_answer(s)
                tally[str(status)] += 1
                i += 1
                if status:
                    s.sendall(get(target % random.randrange(9973)))
                    continue
            except OSError as error:
                tally[type(error).__name__] += 1
            waiting.unregister(fd)


# What costs most of what can be asked, each in its way.
many = "the of note house vale courier w1 w17 w100".split()
costly = [
    "/v1/search?q=" + "+".join(a + "*" for a in ("w10", "w20", "w30", "not", "hou", "val") * 8),
    "/v1/search?q=" + "+OR+".join(many * 7) + "&facets=source,section,author,tag,lang,year&per_page=100",
    "/v1/search?q=" + "(" * 20 + "the" + "+OR+of)" * 20 + "&collapse=none",
    "/v1/search?q=the+NEAR/100+of+NEAR/100+the+NEAR/100+house+NEAR/100+vale",
    "/v1/search?q=%22the+house+of+the+vale+the+house+of+the+vale%22~100",
    "/v1/search?q=%22" + "the+of+" * 25 + "%22",
    "/v1/search?q=" + "+OR+".join("%%22the+%s%%22~50" % word for word in many),
    "/v1/search?q=the&sort=oldest&per_page=100&page=100&collapse=none",
    "/v1/search?q=the&per_page=100&fields=text&collapse=none",
    "/v1/search?q=the&page=101&per_page=100",
    "/v1/search?q=the&cursor=" + "A" * 2000,
    "/v1/facets?q=the+OR+of",
    "/v1/timeline?q=the&interval=day&from=0001&to=9999",
    "/v1/timeline?q=the&interval=day&from=2000&to=2025",
    "/v1/suggest?q=t",
    "/v1/articles/n7/similar?per_page=100",
    "/v1/search?q=" + "+".join("hosue%d" % i for i in range(60)),
]


def search_costly(until, tally):
    """Each from an address of its own, four at once; every answer must be there by its deadline of a second, and the
    time that the others of the queue may take."""
    limit = 10 * p99_ms / 1000 + 2
    while time.monotonic() < until:
        for i in range(len(costly)):
            held = [dial("127.0.5.%d" % (1 + (i + j) % 100), 30) for j in range(4)]
            began = time.monotonic()
            for j, s in enumerate(held):
                s.sendall(get(costly[(i + j) % len(costly)] + "&x=%d" % random.randrange(1 << 30)))
            for j, s in enumerate(held):
                try:
                    status, _ = read_answer(s)
                except OSError:
                    status = 0
                tally[str(status)] += 1
                if status not in (200, 400, 429, 503) or time.monotonic() - began > limit:
                    tally["WRONG: %.60s: %d" % (costly[(i + j) % len(costly)], status)] += 1
                s.close()
            if time.monotonic() > until:
                break


def run(attack, until, out):
    tally = collections.Counter()
    try:
        attack(until, tally)
    except OSError as error:
        tally[repr(error)] += 1
    out.put(tally)


def measure(name, attack):
    """The attack, with an honest client beside it."""
    began = time.monotonic()
    stop, out, attacked = multiprocessing.Event(), multiprocessing.Queue(), multiprocessing.Queue()
    client = multiprocessing.Process(target=honest, args=(stop, out))
    client.start()
    until = time.monotonic() + seconds
    tally = collections.Counter()
    if attack:
        attacker = multiprocessing.Process(target=run, args=(attack, until, attacked))
        attacker.start()
        tally = attacked.get(timeout=120 + seconds)
        attacker.join()
    else:
        time.sleep(seconds)
    stop.set()
    times, wrong = out.get(timeout=60)
    client.join()
    times.sort()
    p50, p99 = times[len(times) // 2] * 1000, times[min(len(times) - 1, len(times) * 99 // 100)] * 1000
    bad = [what for what in tally if what.startswith("WRONG")]
    if os.environ.get("TIMES"):
        print("%.1f s" % (time.monotonic() - began))
    attacks["injected"] += bool(attack)
    attacks["survived"] += bool(attack) and not wrong and not bad
    attacks["wrong"] += len(wrong) + len(bad)
    verdict(not wrong and not bad and p99 < p99_ms,
            "%-13s honest: %4d answers, p50 %5.1f ms, p99 %6.1f ms; strangers: %s" % (
                name, len(times), p50, p99, ", ".join("%s %d" % item for item in sorted(tally.items())) or "none"))
    for line in wrong[:5] + bad[:10]:
        print("  ", line)
    return tally


def memory():
    with open("/proc/%s/statm" % sys.argv[2]) as f:
        return int(f.read().split()[1]) * resource.getpagesize() >> 20


def main():
    measure("nobody", None)
    before = memory()
    measure("drip", drip)
    tally = measure("idle", idle)
    verdict(tally["closed of one address"] > 0 or tally["opened"] < 600,
            "an address has so many connections and no more")
    tally = measure("pipeline", pipeline)
    verdict(tally["429"] > 0, "and requests too")
    measure("half closed", half_closed)
    measure("gone", gone)
    measure("malformed", lambda until, tally: send_bad(malformed, until, tally))
    measure("oversize", lambda until, tally: send_bad(oversize, until, tally))
    measure("slow readers", slow_readers)
    tally = measure("flood", flood)
    # With what one may have at once, and the time that it took to begin and to end.
    verdict(tally["200"] <= 200 + 50 * (seconds + 10), "who floods is answered no more than that either")
    tally = measure("costly", search_costly)
    verdict(tally["200"] > 0, "what costs much is answered by its deadline, too")
    measure("nobody again", None)
    print("memory: %d MB before, %d MB after" % (before, memory()))
    attacks["crashes"] += not os.path.exists("/proc/%s" % sys.argv[2])
    print("faults:", *("%s=%d" % item for item in attacks.items()))  # as tests/support/faults.sh
    sys.exit(failures > 0)


main()
