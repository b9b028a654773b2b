#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""scale_table.py - what tests/bench/scale measured, as a table in Markdown, with the exponent of each row's growth.
usage: scale_table.py OUT_DIR FACTOR...        reads OUT_DIR/raw"""
import math
import os
import sys

sys.dont_write_bytecode = True
from figures import kinds, read, show, table


def exponent(factors, values):
    """The slope of a line through the logarithms, by least squares: 0 does not grow, 1 grows with the archive."""
    x, y = [math.log(f) for f in factors], [math.log(max(v, 1e-9)) for v in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - mean_x) ** 2 for a in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / spread if spread else None


folder, factors = os.path.join(sys.argv[1], "raw"), [int(f) for f in sys.argv[2:]]
size, fresh, answers, small = ([read(os.path.join(folder, f"{part}.{f}")) for f in factors]
                               for part in ("size.corpus", "fresh.hustings", "answers.hustings", "small.hustings"))
counts = [s["articles"] for s in size]
rows = [(label, [f[name] * unit / n for f, n in zip(fresh, counts)]) for label, name, unit in
        (("adding: wall, ms an article", "wall", 1e3), ("adding: cpu, ms an article", "cpu", 1e3),
         ("on disk, kB an article", "disk", 1e-3))]
rows.append(("adding: peak memory, MB", [f["peak"] / 1e6 for f in fresh]))
rows.append(("adding one more, ms", [s["add"] * 1e3 for s in small]))
rows.append(("… then found after, ms", [s["visible"] * 1e3 for s in small]))
for quantile in ("p50", "p99"):
    rows += [(f"{kind}: {quantile}, ms", [a[kind, quantile] for a in answers]) for kind in kinds(answers[0])]

print("# Hustings as the archive grows")
print("\nCorpora made of the sentences of one. Exponent: 0 does not grow, 1 grows with the archive.")
table("Costs", [""] + [f"{f}×: {n:,.0f} articles, {s['bytes'] / 1e6:,.0f} MB"
                     for f, n, s in zip(factors, counts, size)] + ["last ÷ first", "exponent"],
      [[label] + [show(v) for v in values] + [show(values[-1] / max(values[0], 1e-9)), show(exponent(factors, values))]
       for label, values in rows])
