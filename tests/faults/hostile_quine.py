# SPDX-License-Identifier: GPL-2.0-or-later
"""A zip whose one member is that zip itself, so that whoever unpacks what is in it never ends.

Deflate as a program of two words of 5 bytes, "print the n bytes behind me" and "repeat the last n", that prints itself: by Russ
Cox, "Zip Files All The Way Down", 2010. Its sum is a linear function of what stands for the sum in it, and is solved."""
import struct
import zlib

UNIT, ENDS = 5, 258  # bytes of a word; of the head or tail and a word


def say(count):
    """A stored block's head."""
    return struct.pack("<BHH", 0, count, 65535 ^ count)


def bits(*fields):
    """fields: (value, width, whether it is a Huffman code, which has its highest bit first)"""
    text = ""
    for value, width, huffman in fields:
        field = format(value, "0%db" % width)
        text += field if huffman else field[::-1]
    assert len(text) == 8 * UNIT
    return bytes(int(text[i:i + 8][::-1], 2) for i in range(0, len(text), 8))


BLOCK, END = (2, 3, False), (0, 7, True)  # of fixed codes
TEN_OF_TWENTY = (8, 7, True), (8, 5, True), (3, 3, False)  # length 10, distance 20
AGAIN_20 = bits(BLOCK, *TEN_OF_TWENTY, *TEN_OF_TWENTY, END)
AGAIN_ENDS = bits(BLOCK, (197, 8, True), (16, 5, True), (1, 7, False), END, BLOCK, END)  # length 258, distance 258


def made(crc, packed, length):
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, crc, packed, length)
    name, extra = b"q.zip", struct.pack("<HH", 0xcafe, 214) + bytes(214)
    head = b"PK\3\4" + facts + struct.pack("<HH", len(name), len(extra)) + name + extra
    ends = struct.pack("<BHH", 1, 0, 65535)
    start = len(head) + packed
    entry = b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<HHHHHII", len(name), 0, 175, 0, 0, 0, 0) + name + bytes(175)
    tail = ends + entry + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry), start, 0)
    assert len(head) == len(tail) == ENDS - UNIT
    first, one, four, last = say(ENDS), say(UNIT), say(4 * UNIT), say(ENDS)
    return b"".join((
        head, first, head, first, AGAIN_ENDS, one, AGAIN_ENDS, one, one, four, AGAIN_ENDS, one, one, four, AGAIN_20,
        four, AGAIN_20, four, AGAIN_20, four, AGAIN_20, four, AGAIN_20, say(0), say(0), last, AGAIN_20, say(0), say(0), last,
        AGAIN_ENDS, tail, AGAIN_ENDS, tail))


def quine():
    length = len(made(0, 0, 0))
    packed = length - 2 * (ENDS - UNIT) + UNIT  # all but the head, and the tail without its first block
    base = zlib.crc32(made(0, packed, length))
    rows = []  # of (A + 1) x = base: for each bit of the sum which of x it depends on, and the right side in bit 32
    columns = [zlib.crc32(made(1 << i, packed, length)) ^ base ^ 1 << i for i in range(32)]
    for bit in range(32):
        rows.append(sum((columns[i] >> bit & 1) << i for i in range(32)) | (base >> bit & 1) << 32)
    at = 0
    places = []
    for column in range(32):
        pivot = next((r for r in range(at, 32) if rows[r] >> column & 1), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows = [row ^ rows[at] if r != at and row >> column & 1 else row for r, row in enumerate(rows)]
        places.append(column)
        at += 1
    crc = sum((rows[r] >> 32) << column for r, column in enumerate(places))
    return made(crc, packed, length)
