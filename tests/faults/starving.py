# SPDX-License-Identifier: GPL-2.0-or-later
"""The counters that starved.so shares with whoever drives a program, and which allocations are to fail."""
import ctypes
import mmap
import os
import random

FIELDS = ("count", "at", "onwards", "failed", "live", "ready")


class Counters:
    def __init__(self, path, library):
        with open(path, "wb") as made:
            made.truncate(mmap.PAGESIZE)
        with open(path, "r+b") as shared:
            self.memory = mmap.mmap(shared.fileno(), mmap.PAGESIZE)
        self.cells = (ctypes.c_int64 * len(FIELDS)).from_buffer(self.memory)
        sanitizer = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))
        self.environment = dict(os.environ, STARVED=path, LD_PRELOAD=library, ASAN_OPTIONS=sanitizer)

    def __getitem__(self, name):
        return self.cells[FIELDS.index(name)]

    def arm(self, at, onwards=False):
        """From here on the allocation of that number fails, and those behind it, if onwards."""
        self.cells[FIELDS.index("at")] = 0
        self.cells[FIELDS.index("onwards")] = int(onwards)
        self.cells[FIELDS.index("count")] = 0
        self.cells[FIELDS.index("failed")] = 0
        self.cells[FIELDS.index("at")] = at

    def disarm(self):
        """How many failed."""
        self.cells[FIELDS.index("at")] = 0
        return self.cells[FIELDS.index("failed")]


class Points:
    """The numbers to try of so many allocations, in both modes."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    @staticmethod
    def wanted(variable, otherwise):
        """How many the environment asks for; None: all."""
        said = os.environ.get(variable)
        return None if said == "all" else int(said) if said else otherwise

    def of(self, needed, wanted):
        """wanted: how many numbers; None: all, and the one behind them."""
        if wanted is None or needed <= wanted:
            return [(at, onwards) for at in range(1, needed + 2) for onwards in (False, True)]
        step = needed / wanted
        return [(1 + int(step * (i + self.dice.random())), i % 2 == 1) for i in range(wanted)]


class Tally:
    """What became of the faults: a line for people, and the sum of what may not be."""

    def __init__(self):
        self.seen = dict.fromkeys(("injected", "survived", "refused", "closed", "lost", "wrong", "leaked", "crashed"), 0)
        self.told = 0

    def add(self, what, sentence=None):
        self.seen[what] += 1
        if sentence:
            self.told += 1
            if self.told <= 40:
                print("FAILED:", sentence)

    def sum(self):
        """As each test of faults ends."""
        seen = self.seen
        return "faults: injected=%d survived=%d refused=%d lost=%d wrong=%d crashes=%d" % (
            seen["injected"], seen["survived"], seen["refused"] + seen["closed"], seen["lost"],
            seen["wrong"] + seen["leaked"], seen["crashed"])

    def line(self):
        return ", ".join("%d %s" % (n, what) for what, n in self.seen.items())
