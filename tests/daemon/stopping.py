# SPDX-License-Identifier: GPL-2.0-or-later
"""Daemons that are told to stop while they have much to do: stopping.py SEARCHD ARCHIVE LOG

Of one all clients read what they asked for, slowly: it ends when they have it. Of the other one reads nothing: it is
cut after ten seconds. QUICK is what the first may take (8); a search has a quarter of that."""
import asyncio
import collections
import os
import signal
import socket
import sys
import time

DRAIN = 10  # seconds, of docs/limits.md
quick = float(os.environ.get("QUICK", "8"))
searchd, archive, log = sys.argv[1:4]
failures = 0
LARGE = "/v1/search?q=vale&per_page=100&fields=text&snippets=0&collapse=none"  # 600 kB
EXPORT = "/v1/export?q=vale&fields=text&collapse=none"
COSTLY = "/v1/search?q=" + "+OR+".join(["%22the+house%22~50", "w1*", "of"] * 6) + "&facets=source,year&x=%d"
Got = collections.namedtuple("Got", "status whole bytes ended code")


def verdict(ok, sentence):
    global failures
    failures += not ok
    print("ok:" if ok else "FAILED:", sentence, flush=True)


async def dial(port, small=False):
    s = socket.socket()
    s.setblocking(False)
    if small:
        # Short segments: else the system takes megabytes for a client that has read nothing.
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await asyncio.get_running_loop().sock_connect(s, ("127.0.0.1", port))
    return s


async def send(s, target):
    await asyncio.get_running_loop().sock_sendall(s, b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % target.encode())


async def ask_large(port, target):
    """An answer on its way: what it begins with is there, and it is more than the system keeps for a client."""
    s = await dial(port, small=True)
    await send(s, target)
    begun = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_reader(s, lambda: begun.done() or begun.set_result(None))
    await begun
    asyncio.get_running_loop().remove_reader(s)
    return s


def is_whole(got):
    head, found, body = got.partition(b"\r\n\r\n")
    if b"chunked" in head:
        return body.endswith(b"\r\n0\r\n\r\n")
    length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(found and length) and len(body) == int(length[0][15:])


async def read_to_end(s, block=1 << 20, pause=0.0):
    """All until it is closed. Status 0: nothing came."""
    got = b""
    try:
        while True:
            more = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(s, block), 90)
            if not more:
                break
            got += more
            if pause:
                await asyncio.sleep(pause)
    except (OSError, asyncio.TimeoutError):
        pass
    s.close()
    return Got(int(got[9:12]) if got else 0, is_whole(got), len(got), time.monotonic(),
               got.partition(b'"code":"')[2][:4] if got[9:10] == b"5" else b"")


async def keep_asking(port):
    """Searches on connections that stay open, until nobody takes any; the halves that came."""
    halves = answers = 0
    try:
        while True:
            s = await dial(port)
            got = b""
            for i in range(100):
                await send(s, "/v1/search?q=w%d" % i)
                got = b""
                while not is_whole(got):
                    more = await asyncio.get_running_loop().sock_recv(s, 65536)
                    if not more:
                        break
                    got += more
                answers += is_whole(got)
                halves += bool(got) and not is_whole(got)
                if not is_whole(got) or b"\nConnection: close" in got:
                    break
            s.close()
    except OSError:
        pass
    return halves, answers


async def is_taken(port):
    try:
        (await dial(port)).close()
        return True
    except OSError:
        return False


async def scene(name, stubborn):
    daemon = await asyncio.create_subprocess_exec(
        searchd, "--archive", archive, "--listen", "127.0.0.1:0", "--workers", "1", "--scrub-seconds", "1",
        "--deadline-ms", "%d" % (quick * 250),
        stdout=asyncio.subprocess.PIPE, stderr=open(log, "ab"))
    port = int((await daemon.stdout.readline()).decode().rsplit(":", 1)[1])
    idle = [asyncio.ensure_future(read_to_end(await dial(port))) for _ in range(20)]
    for _ in range(20):  # have had an answer, and ask no more
        s = await dial(port)
        await send(s, "/healthz")
        idle.append(asyncio.ensure_future(read_to_end(s)))
    half = await dial(port)
    await asyncio.get_running_loop().sock_sendall(half, b"GET /healthz HTTP/1.1\r\nHo")
    idle.append(asyncio.ensure_future(read_to_end(half)))
    slow, dead, exporting = [], [], []
    for i in range(5):
        s = await ask_large(port, LARGE + "&page=%d" % (i + 1))
        slow.append(asyncio.ensure_future(read_to_end(s, 8192, 0.02)))
    s = await ask_large(port, EXPORT)
    exporting.append(asyncio.ensure_future(read_to_end(s, 4096, 0.02)))
    if stubborn:
        dead = [await ask_large(port, LARGE + "&page=7"), await ask_large(port, EXPORT)]
    asking = [asyncio.ensure_future(keep_asking(port)) for _ in range(3)]
    await asyncio.sleep(1)
    queue = []
    for i in range(20):
        s = await dial(port)
        await send(s, COSTLY.replace("%d", str(i)))
        queue.append(asyncio.ensure_future(read_to_end(s)))
    await asyncio.sleep(0.1)  # they are taken
    daemon.send_signal(signal.SIGTERM)
    began = time.monotonic()
    refused = began
    while await is_taken(port) and refused < began + quick:
        await asyncio.sleep(0.02)
        refused = time.monotonic()
    code = await asyncio.wait_for(daemon.wait(), 100)
    took = time.monotonic() - began
    idle, slow, exporting, queue, asking = [await asyncio.gather(*t) for t in (idle, slow, exporting, queue, asking)]
    last = max((got.ended for got in slow + queue), default=began) - began
    print("%s: ended with %d in %.1f s; new connections refused after %.2f s, the last answer whole after %.1f s; "
          "queue %s, idle gone after %.1f s, export %d bytes" % (
              name, code, took, refused - began, last, dict(collections.Counter(g.status for g in queue)),
              max(g.ended for g in idle) - began, exporting[0].bytes))
    verdict(code == 0, name + ": it ends with 0")
    verdict(refused - began < quick, name + ": new connections are refused")
    verdict(all(g.status == 200 and g.whole for g in slow), name + ": slow readers have their answers whole: %s" %
            [g[:3] for g in slow])
    verdict(all(g.whole and (g.status == 200 or g.code == b"busy") for g in queue) and queue[0].status == 200,
            name + ": what waited in the queue is answered, by 503 what waited the deadline: %s" %
            collections.Counter(g[:2] for g in queue))
    verdict(all(g.bytes == 0 or g.whole for g in idle), name + ": idle connections are closed")
    verdict(exporting[0].status == 200 and not exporting[0].whole, name + ": the export breaks off, visibly")
    verdict(all(halves == 0 and answers > 0 for halves, answers in asking),
            name + ": who goes on asking has no half answer: %s" % asking)
    if stubborn:
        verdict(DRAIN - 1 < took < DRAIN + quick, name + ": it waits ten seconds, and cuts: %.1f s" % took)
    else:
        verdict(took < quick, name + ": it ends when all have read: %.1f s" % took)
    for s in dead:
        s.close()


async def main():
    await asyncio.gather(scene("all read", False), scene("one reads nothing", True))


asyncio.run(main())
sys.exit(1 if failures else 0)
