#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""table.py - what tests/bench/run measured, as tables in Markdown.
usage: table.py OUT_DIR        reads OUT_DIR/raw/PART.WHO.ROUND; each figure is the median of its rounds"""
import os
import sys

sys.dont_write_bytecode = True
from figures import kinds, medians, ratio, show, table

PEERS = [("lucene", "Lucene"), ("fts5", "FTS5"), ("xapian", "libxapian")]


def beside(ours, peers):
    """One row's cells: ours, then each peer and ours divided by it."""
    return [show(ours)] + [cell for peer in peers for cell in (show(peer), ratio(ours, peer))]


def head(first, ours="Hustings"):
    return [first, ours] + [cell for _, name in PEERS for cell in (name, f"÷ {name}")]


folder = os.path.join(sys.argv[1], "raw")
facts = dict(line.rstrip("\n").split("\t", 1) for line in open(os.path.join(folder, "facts"), encoding="utf-8"))
articles, megabytes = int(facts["articles"]), int(facts["bytes"]) / 1e6
scale = articles / int(facts["raw articles"])

print("# Hustings and its peers\n")
for name in ("machine", "load before", "hustings", "peers", "corpus", "rounds"):
    print(f"- {name}: {facts[name]}")
print("\n“÷” is ours divided by theirs: of costs, under 1 is better; of rates, over 1.")
if scale > 1:
    print(f"Bare libxapian was given {facts['raw articles']} articles; its time and size are scaled by {scale:.2f} "
          "(it would be slower than that, growing), its answers are those of the smaller index.")

fresh = {who: medians(folder, "fresh", who) for who in ("hustings", "lucene", "fts5", "xapian")}
for name in ("wall", "cpu", "disk"):
    if name in fresh["xapian"]:
        fresh["xapian"][name] *= scale
rows = []
for label, figure in (("wall, s", lambda f: f["wall"]), ("articles/s", lambda f: articles / f["wall"]),
                      ("MB/s", lambda f: megabytes / f["wall"]), ("cpu, s", lambda f: f["cpu"]),
                      ("peak memory, MB", lambda f: f["peak"] / 1e6), ("on disk, MB", lambda f: f["disk"] / 1e6)):
    rows.append([label] + beside(figure(fresh["hustings"]), [figure(fresh[who]) for who, _ in PEERS]))
table(f"Indexing, fresh ({facts['threads']} threads; FTS5 and libxapian take one)", head(""), rows)

again, small = medians(folder, "again", "hustings"), medians(folder, "small", "hustings")
table("Adding again, and one by one, while searchd serves", ["", "Hustings"], [
    ["the same corpus again, s", show(again["wall"])],
    ["… of the first time", ratio(again["wall"], fresh["hustings"]["wall"])],
    ["`indexer add one.json`, ms (median; longest)", f"{small['add'] * 1e3:.0f}; {small['add_max'] * 1e3:.0f}"],
    ["then found by a search after, ms (median; longest)",
     f"{small['visible'] * 1e3:.0f}; {small['visible_max'] * 1e3:.0f}"],
    ["the archive grows by, kB an article of 2 kB", show(small["growth"] / 1e3)]])

answers = {who: medians(folder, "answers", who)
           for who in ("http", "http-cached", "in-process", "lucene", "lucene-threads", "fts5", "xapian")}
types = kinds(answers["http"])
for quantile in ("p50", "p99"):
    def latency(who, kind):
        return answers[who].get((kind, quantile))

    rows = [[kind] + beside(latency("http", kind), [latency(who, kind) for who, _ in PEERS])
            + [show(latency(who, kind)) for who in ("in-process", "http-cached")] for kind in types]
    table(f"Ten answers with snippets, {quantile}, ms (ours over HTTP, one connection, cache off; peers in-process)",
          head("query") + ["Hustings in-process", "over HTTP, cache on"], rows)

off, on = answers["http"].get(("all", "rate")), answers["http-cached"].get(("all", "rate"))
one, many = answers["lucene"].get(("all", "rate")), answers["lucene-threads"].get(("all", "rate"))
table("Answers a second, all queries in turn (ours over HTTP)", ["", "cache off", "cache on"], [
    ["Hustings, 16 connections", show(off), show(on)],
    ["÷ Lucene in-process, 1 thread: " + show(one), ratio(off, one), ratio(on, one)],
    [f"÷ Lucene in-process, {facts['threads']} threads: " + show(many), ratio(off, many), ratio(on, many)]])
failed = sum(answers[who].get((kind, "non-2xx"), 0) for who in ("http", "http-cached") for kind in types + ["all"])
print(f"\nAnswers over HTTP that were not 2xx: {failed:.0f}.")

first = {who: medians(folder, "first", who).get("wall") for who in ("hustings", "lucene", "fts5", "xapian")}
table("First answer, from starting the program, its index not in memory, ms", head(""),
      [["first answer"] + beside(first["hustings"] * 1e3, [first[who] * 1e3 for who, _ in PEERS])])
