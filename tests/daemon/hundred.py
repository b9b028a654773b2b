# SPDX-License-Identifier: GPL-2.0-or-later
"""A hundred clients of a daemon and one writer of its archive: hundred.py PORT INDEXER ARCHIVE

Each commit writes forty articles anew, all with its number, and one more of its own; others take some of those away.
So each answer tells of which commit it is, and a mixture of two tells that it is none. It must be of one that was the
newest while it was asked, or LATE seconds before. `hundred.py first` prints the articles that the test begins with."""
import asyncio
import collections
import json
import os
import random
import re
import sys
import tempfile
import time
import zlib

CLIENTS, ROUND, EXTRAS_MAX, COMMITS = 100, 40, 20, 5
seconds = float(os.environ.get("SECONDS", "5"))
late = float(os.environ.get("LATE", "5"))
PATIENCE = 120  # seconds for an answer, instrumented and on a busy machine
REFUSALS = {"too_many_requests": 429, "too_many_exports": 429, "busy": 503, "exports_busy": 503}

State = collections.namedtuple("State", "round extras")


def article(id, title, source, year, said):
    dice = random.Random(id)
    words = " ".join("w%d" % dice.randrange(5000) for _ in range(400))
    return json.dumps({"id": id, "title": title, "source": source, "date": "%d-03-04" % year,
                       "text": "The house met for its %s end. %s" % (said, words)}) + "\n"


def source_of(number):
    return "S%d" % (number % 7)


def year_of(number):
    return 1900 + number % 100


def articles_of(number):
    for i in range(ROUND):
        yield article("n%d" % i, "Round %d" % number, source_of(number), year_of(number), "number%d" % number)
    yield article("x%d" % number, "Other %d" % number, "X", 2020, "other%d" % number)


class Past:
    """What each commit made of the archive, and when."""

    def __init__(self):
        self.states = [State(0, frozenset({0}))]
        self.begun, self.done = [0.0], [0.0]
        self.forgot = []  # [from, to] of each rebuild: older snapshots are gone
        self.commits = 0

    def begin(self, state):
        self.states.append(state)
        self.begun.append(time.monotonic())
        self.done.append(None)

    def end(self):
        self.done[-1] = time.monotonic()

    def between(self, began, ended):
        """Those that were the newest then, if LATE seconds late; the last is looked at first."""
        for i in range(len(self.states) - 1, -1, -1):
            if self.begun[i] <= ended:
                yield self.states[i]
            if self.done[i] is not None and self.done[i] < began - late:
                return

    def forgets(self, began, ended):
        return any(since <= ended and (until is None or until >= began - late) for since, until in self.forgot)


past = Past()
tally = collections.Counter()
told = collections.Counter()
snapshot_is = {}  # what an answer of that snapshot was found to be


def fail(what, target, why):
    tally[what] += 1
    told[re.sub(r"\d+", "#", why)] += 1
    if tally[what] <= 20:
        print("%s: %s: %s" % (what, target, why), file=sys.stderr)


# What an answer says, against what it would say of a state. None: it is right.

def same_as_one(window, snapshot, right, what):
    found = [state for state in window if right(state)]
    if not found:
        return "of no commit: %s" % (what,)
    if snapshot and len(found) == 1 and snapshot_is.setdefault(snapshot, found[0]) != found[0]:
        return "snapshot %s was %s and is %s" % (snapshot, snapshot_is[snapshot], found[0])
    return None


def state_of(articles, window=()):
    """Of all articles, by id and text. One that is deleted while it is exported has no text (docs/snapshots.md)."""
    rounds, extras = set(), set()
    for one in articles:
        number = re.search(r"(number|other)(\d+) end", one["text"] or "")
        if number and number[1] == "number":
            rounds.add(int(number[2]))
        elif number and one["id"] == "x" + number[2]:
            extras.add(int(number[2]))
        elif one.get("withdrawn") and one["id"][0] == "x" and is_gone(int(one["id"][1:]), window):
            extras.add(int(one["id"][1:]))
        else:
            return "%s says %.50s" % (one["id"], one["text"])
    if len(rounds) != 1 or len(articles) != ROUND + len(extras):
        return "%d articles of rounds %s with %d more" % (len(articles), rounds, len(extras))
    return State(rounds.pop(), frozenset(extras))


def is_gone(extra, window):
    return any(extra not in state.extras and state.round >= extra for state in window)


def judge_search(body, window, target):
    answer = json.loads(body)
    results = answer["results"]
    is_of = state_of(results)
    if answer["partial"] or answer["total"] != len(results) or answer["snapshot"]["articles"] != len(results):
        return "%d results of %d of %d" % (len(results), answer["total"], answer["snapshot"]["articles"])
    return same_as_one(window, answer["snapshot"]["id"], lambda state: state == is_of, is_of)


def judge_export(body, window, target):
    lines = [json.loads(line) for line in body.splitlines()]
    end = lines.pop()["hustings"]
    is_of = state_of(lines, window)
    if not end["complete"] or end["count"] != len(lines):
        return "%d lines of %d" % (len(lines), end["count"])
    return same_as_one(window, end["manifest"]["snapshot"], lambda state: state == is_of, is_of)


def judge_facets(body, window, target):
    answer = json.loads(body)
    counts = {name: {f["value"]: f["count"] for f in answer["facets"][name]} for name in ("source", "year")}

    def right(state):
        extras = len(state.extras)
        return answer["total"] == ROUND + extras and counts == {
            "source": {source_of(state.round): ROUND, **({"X": extras} if extras else {})},
            "year": {str(year_of(state.round)): ROUND, **({"2020": extras} if extras else {})}}
    return same_as_one(window, answer["snapshot"]["id"], right, counts)


def judge_timeline(body, window, target):
    answer = json.loads(body)
    counts = {int(i["start"][:4]): i["count"] for i in answer["intervals"] if i["count"]}

    def right(state):
        return counts == {year_of(state.round): ROUND, **({2020: len(state.extras)} if state.extras else {})}
    return same_as_one(window, answer["snapshot"]["id"], right, counts)


def judge_count(body, window, target):
    total = json.loads(body)["total"]
    return same_as_one(window, None, lambda state: total == ROUND + len(state.extras), total)


def judge_suggest(body, window, target):
    answer = json.loads(body)
    titles = {s["text"] for s in answer["suggestions"] if s["kind"] == "title"}
    return same_as_one(window, answer["snapshot"]["id"], lambda state: titles <= {"Round %d" % state.round}, titles)


def judge_article(body, window, target):
    one = json.loads(body)
    return judge_said(one["text"], window, target) if target.endswith("/" + one["id"]) else "another article"


def judge_page(body, window, target):
    return judge_said(body, window, target) if body.rstrip().endswith("</html>") else "half a page"


def judge_said(text, window, target):
    """Numbers that are in it: of one commit, or of its own."""
    rounds = {int(number) for number in re.findall(r"number(\d+) end", text)}
    others = {int(number) for number in re.findall(r"other(\d+) end", text)}
    asked = re.search(r"/[nx](\d+)$", target)
    if asked and len(rounds | others) != 1:
        return "of no commit: %s %s" % (rounds, others)
    return same_as_one(window, None, lambda state: rounds <= {state.round} and others <= state.extras, (rounds, others))


def judge_any(body, window, target):
    return None if body else "nothing"


def judge_json(body, window, target):
    json.loads(body)
    return None


def some_article():
    if random.random() < 0.5:
        return "n%d" % random.randrange(ROUND)
    return "x%d" % random.choice(range(max(0, past.states[-1].round - EXTRAS_MAX), past.states[-1].round + 1))


whole = "q=house&collapse=none"
asked = [  # how often, target, judge
    (4, lambda: "/v1/search?%s&per_page=100&fields=id,text&snippets=0" % whole, judge_search),
    (4, lambda: "/v1/search?%s&per_page=100&fields=id,text&sort=newest&x=%d" % (whole, random.randrange(9)),
     judge_search),
    (3, lambda: "/v1/export?%s&fields=text,withdrawn" % whole, judge_export),
    (4, lambda: "/v1/facets?" + whole, judge_facets),
    (4, lambda: "/v1/timeline?%s&interval=year" % whole, judge_timeline),
    (4, lambda: "/v1/count?" + whole, judge_count),
    (6, lambda: "/v1/suggest?q=roun", judge_suggest),
    (8, lambda: "/v1/articles/" + some_article(), judge_article),
    (6, lambda: "/a/" + some_article(), judge_page),
    (4, lambda: "/?" + whole, judge_page),
    (2, lambda: "/", judge_page),
    (2, lambda: "/v1/articles/n%d/similar" % random.randrange(ROUND), judge_json),
    (2, lambda: "/v1/search?q=house+w%d&per_page=5" % random.randrange(5000), judge_json),
    (1, lambda: "/v1/status", judge_json),
    (1, lambda: "/metrics", judge_any),
    (1, lambda: "/readyz", judge_any),
]
weights = [weight for weight, _, _ in asked]


async def read_chunks(reader):
    body = b""
    while True:
        size = int(await reader.readline(), 16)
        body += (await reader.readexactly(size + 2))[:-2]
        if size == 0:
            return body


async def read_answer(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
    status = int(head[0].split()[1])
    if headers.get("transfer-encoding") == "chunked":
        body = await read_chunks(reader)
    else:
        body = await reader.readexactly(0 if status == 304 else int(headers.get("content-length", "0")))
    if headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, 31)
    return status, headers, body.decode()


def judge(target, judged, status, headers, body, began):
    """What an answer is worth; None: it is right."""
    now = time.monotonic()
    window = list(past.between(began, now))
    if status == 200:
        try:
            return judged(body, window, target)
        except (ValueError, KeyError, TypeError) as error:
            return "%r in %.200s" % (error, body)
    extra = re.search(r"/x(\d+)$", target)
    if status == 404 and extra and any(int(extra[1]) not in state.extras for state in window):
        return None
    return "%d %.200s" % (status, body)


def is_refusal(status, headers, body):
    code = re.search(r'"code":"([a-z_]+)"', body)
    return "retry-after" in headers and (REFUSALS.get(code[1]) == status if code else status in (429, 503))


async def ask(reader, writer, kept):
    """One request. False: the connection is done with."""
    _, target_of, judged = random.choices(asked, weights)[0]
    target = target_of()
    key = target, random.random() < 0.5
    etag, known = kept.get(key, (None, None))
    more = "Accept-Encoding: gzip\r\n" if key[1] else ""
    if etag:
        more += "If-None-Match: %s\r\n" % etag
    began = time.monotonic()
    writer.write(("GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n" % (target, more)).encode())
    tally["requests"] += 1
    if random.random() < 0.06:  # it has seen enough, or not even that
        if random.random() < 0.7:
            await reader.read(random.choice((1, 200, 5000)))
        writer.transport.abort()
        tally["hung_up"] += 1
        return False
    try:
        status, headers, body = await asyncio.wait_for(read_answer(reader), PATIENCE)
    except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError) as error:
        if judged == judge_export and past.forgets(began, time.monotonic()):
            tally["cut"] += 1  # docs/exporting.md: what it is of is gone
        else:
            fail("errors", target, repr(error))
        return False
    if status == 304 and etag:
        status, body = 200, known
        tally["304"] += 1
    elif is_refusal(status, headers, body):
        tally["refused"] += 1
        await asyncio.sleep(0.1)
        return True
    elif status == 200 and "etag" in headers:
        kept[key] = headers["etag"], body
    why = judge(target, judged, status, headers, body, began)
    if why:
        fail("wrong" if status in (200, 404) else "errors", target, why)
    return headers.get("connection", "").lower() != "close"


async def client(number, port, ended):
    kept = {}
    while not ended.is_set():
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20,
                                                           local_addr=("127.0.1.%d" % (1 + number % 10), 0))
        except OSError as error:
            fail("errors", "connect", repr(error))
            await asyncio.sleep(0.5)
            continue
        for _ in range(random.randrange(1, 40)):
            if ended.is_set() or not await ask(reader, writer, kept):
                break
        writer.close()


async def index(indexer, archive, *arguments):
    process = await asyncio.create_subprocess_exec(
        indexer, "--archive", archive, arguments[0], "--wait", "60", *arguments[1:],
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    out, _ = await process.communicate()
    if process.returncode:
        fail("errors", " ".join(arguments), "%d %.500s" % (process.returncode, out.decode("utf-8", "replace")))
    past.commits += 1


async def write(indexer, archive, ended):
    """For the time, and at least once each: adding anew, deleting, merging, rebuilding."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until or past.commits < COMMITS:
        number += 1
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.writelines(articles_of(number))
            file.flush()
            past.begin(State(number, past.states[-1].extras | {number}))
            await index(indexer, archive, "add", file.name)
            past.end()
        extras = sorted(past.states[-1].extras)
        if number % 2 or len(extras) > EXTRAS_MAX:
            gone = extras[:1] if len(extras) <= EXTRAS_MAX else extras[:-3]
            past.begin(State(number, past.states[-1].extras - set(gone)))
            await index(indexer, archive, "delete", *("x%d" % extra for extra in gone))
            past.end()
        if number % 2 == 0:
            await index(indexer, archive, "compact")
        if number % 4 == 2:
            past.forgot.append([time.monotonic(), None])
            await index(indexer, archive, "rebuild")
            past.forgot[-1][1] = time.monotonic()
    ended.set()


async def run(port, indexer, archive):
    ended = asyncio.Event()
    await asyncio.gather(write(indexer, archive, ended), *(client(i, port, ended) for i in range(CLIENTS)))


def main():
    if sys.argv[1] == "first":
        sys.stdout.writelines(articles_of(0))
        return 0
    asyncio.run(run(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
    for why, times in told.most_common(10):
        print("%d times: %s" % (times, why), file=sys.stderr)
    print("faults: clients=%d requests=%d commits=%d refused=%d unchanged=%d hung_up=%d cut=%d wrong=%d errors=%d" % (
        CLIENTS, tally["requests"], past.commits, tally["refused"], tally["304"], tally["hung_up"], tally["cut"],
        tally["wrong"], tally["errors"]))
    right = tally["requests"] - tally["refused"]
    return tally["wrong"] or tally["errors"] or right < tally["requests"] / 4 or right < CLIENTS


sys.exit(1 if main() else 0)
