# SPDX-License-Identifier: GPL-2.0-or-later
"""figures.py - what the benches' raw files say, and tables of it in Markdown."""
import glob
import os
import re
import statistics

TYPES = ["term", "common", "and", "or", "date", "phrase"]


def read(path):
    """Of a line of NAME=VALUE: {name: value}; of latencies by type of query: {(type, name): value}."""
    found = {}
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        words = [c for c in cells if "=" not in c and not re.fullmatch(r"[\d.]+ ?(queries)?/s|\d+ threads", c)]
        kind = words[-1] if words else None
        for cell in cells:
            rate = re.fullmatch(r"([\d.]+) ?(?:queries)?/s", cell)
            pair = re.fullmatch(r"([\w-]+)=([\d.]+)( ms)?", cell)
            if rate:
                found[(kind, "rate")] = float(rate[1])
            elif pair:
                found[(kind, pair[1]) if kind else pair[1]] = float(pair[2])
    return found


def medians(folder, part, who):
    rounds = [read(p) for p in glob.glob(os.path.join(folder, f"{part}.{who}.*")) if not p.endswith(".log")]
    names = {name for one in rounds for name in one}
    return {name: statistics.median(one[name] for one in rounds if name in one) for name in names}


def show(value):
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def ratio(ours, theirs):
    return "–" if ours is None or not theirs else f"{ours / theirs:.2f}"


def table(title, head, rows):
    print(f"\n## {title}\n\n| {' | '.join(head)} |\n|---{'|---:' * (len(head) - 1)}|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def kinds(answers):
    """The types of query among answers, the usual ones first."""
    found = {kind for kind, name in answers if name == "p50"} - {"all"}
    return [kind for kind in TYPES if kind in found] + sorted(found - set(TYPES))
