# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are made to do harm, each kind by a function of its own; what is large in them is packed once and repeated."""
import base64
import gzip
import io
import json
import lzma
import os
import struct
import subprocess
import tarfile
import zipfile
import zlib

from hostile_quine import quine

MB, GB = 1 << 20, 1 << 30
LINE = b"The house of the Vale heard it at length.\n" * 25000  # a MB
STORY = "The house of the Vale heard it at length. " * 20
HUGE = b'{"id":"z","title":"Z","text":"t"' + b" " * MB + b"}\n"
BOMB, LARGE = "unpacks to over 400 times its size", "is over 67108864 bytes"
KINDS = []  # (name, pattern, short, function)


class Place:
    """Where a kind is written: a folder that is read; one that nothing of it may reach; a port where nobody may call."""

    def __init__(self, folder, outside, port):
        self.folder, self.outside, self.port = folder, outside, port
        self.secret = os.path.join(outside, "secret.txt")
        self.good = []  # ids of the articles that must go in

    def article(self, name=None):
        name = "good%d" % len(self.good) if name is None else name
        self.good.append(name)
        return json.dumps({"id": name, "title": "Good " + name, "text": "All is well in the Vale, says %s." % name}) + "\n"


def kind(name, pattern="-", short=True):
    """Of a function(place) that returns the bytes of a file of that name, or parts of them; of an int so many of zero; or None
    where it made it itself. pattern: what must be said of it, '-': nothing need be."""
    def known(function):
        KINDS.append((name, pattern, short, function))
        return function
    return known


def plain(name, pattern, *parts, short=True):
    kind(name, pattern, short)(lambda place: [place.article() if part is good else part for part in parts])


def good():
    """Stands among the parts of plain() for a good article."""


def write(place, name, function):
    path = os.path.join(os.fsencode(place.folder), name if isinstance(name, bytes) else os.fsencode(name))
    parts = function(place) if function.__code__.co_argcount == 1 else function(place, path)
    if parts is None:
        return
    with open(path, "wb") as out:
        for part in [parts] if isinstance(parts, (bytes, str)) else parts:
            if isinstance(part, int):
                out.seek(part, 1)
                out.truncate(out.tell())
            else:
                out.write(part.encode() if isinstance(part, str) else part)


# ---- packs -------------------------------------------------------------------

def deflated(block, times):
    """A full flush makes what is packed once stand alone."""
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = c.compress(block) + c.flush(zlib.Z_FULL_FLUSH)
    return one * times + c.flush(zlib.Z_FINISH)


def zip_head(name, packed, length, crc=0):
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, crc, packed, min(length, 2**32 - 1), len(name), 0) + name


def zip_end(entries, size):
    """entries: (name, packed, length, crc, offset)"""
    out = b"".join(struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, packed, min(length, 2**32 - 1),
                               len(name), 0, 0, 0, 0, 0, offset) + name for name, packed, length, crc, offset in entries)
    return out + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, min(len(entries), 65535), min(len(entries), 65535), len(out), size, 0)


def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def flat_zip(name, block, times):
    data = deflated(block, times)
    head = zip_head(name, len(data), len(block) * times)
    return head + data + zip_end([(name, len(data), len(block) * times, 0, 0)], len(head) + len(data))


def gzip_of(block, times):
    """Of so many, without the time and with a sum that is wrong: nobody gets there."""
    return b"\x1f\x8b\x08\0\0\0\0\0\2\xff" + deflated(block, times) + bytes(8)


kind("flat-10GB.zip", BOMB)(lambda p: flat_zip(b"a.jsonl", HUGE, 10000))
kind("text-10GB.zip", LARGE)(lambda p: flat_zip(b"a.txt", LINE, 10000))
kind("zeros-10GB.zip", "zeros-10GB.zip")(lambda p: flat_zip(b"a.txt", bytes(MB), 10000))


@kind("42.zip", "pack in a pack in a pack: unpack the outer ones")
def nested_zip(place):
    data = zip_of({"a.txt": LINE * 8})
    for _ in range(5):
        data = zip_of({"%x.zip" % i: data for i in range(5)})
    return data


@kind("overlap.zip", "overlap.zip")
def overlapping(place):
    """Fifield's: the head of each member is quoted, stored, by the one before it, which so shares its data."""
    data, length, members, size = deflated(LINE, 30), 30 * len(LINE), [], 0
    for i in range(499, -1, -1):
        name = b"%03d.txt" % i
        whole = zip_head(name, len(data), length) + data
        members.append((name, len(data), length, len(whole)))
        head = len(whole) - len(data)
        data, length = struct.pack("<BHH", 0, head, 65535 ^ head) + whole, length + head
    size = len(whole)
    return whole + zip_end([(n, packed, length, 0, size - from_end) for n, packed, length, from_end in members], size)


@kind("one-member-65535-times.zip", short=False)
def one_member(place):
    data = deflated(LINE, 4)
    head = zip_head(b"00000", len(data), 4 * len(LINE), zlib.crc32(LINE * 4))
    entry = (len(data), 4 * len(LINE), zlib.crc32(LINE * 4), 0)
    return head + data + zip_end([(b"%05d" % i, *entry) for i in range(65535)], len(head) + len(data))


kind("quine.zip", "pack in a pack in a pack")(lambda p: quine())


@kind("gzip-40-deep.gz", "gzip-40-deep.gz")
def layers(place):
    data = LINE
    for _ in range(40):
        data = gzip.compress(data, 9)
    return data


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout


kind("gzip-10GB.jsonl.gz", BOMB, short=False)(lambda p: gzip_of(HUGE, 10000))
kind("gzip-of-gzip-of-gzip.gz", "gzip-of-gzip-of-gzip.gz", short=False)(lambda p: gzip.compress(gzip.compress(gzip_of(HUGE, 4000), 9), 9))
kind("zstd-10GB.jsonl.zst", BOMB)(lambda p: zstd(HUGE) * 10000)
kind("zstd-100GB.tar.zst", "zstd-100GB.tar.zst", short=False)(lambda p: [zstd(raw_head("a.txt", 100 * GB)), zstd(LINE) * 20000])
kind("text.xz", "is packed by xz|text.xz: ")(lambda p: lzma.compress(LINE * 30))
kind("text.tar.xz", "text.tar.xz: ")(lambda p: lzma.compress(tar_of(member("a.txt", LINE))))


# ---- tar ---------------------------------------------------------------------

def member(name, data=b"", **facts):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in facts.items():
        setattr(info, key, value)
    return info, data.encode() if isinstance(data, str) else data


def tar_of(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as t:
        for info, data in members:
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def raw_head(name, size, typeflag=b"0", **at):
    """With a size in base 256, as no program would write it; at: other bytes, by where they stand."""
    h = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT)[:512])
    h[124:136], h[156:157] = b"\x80" + size.to_bytes(11, "big"), typeflag
    for where, data in at.items():
        h[int(where[1:]):int(where[1:]) + len(data)] = data
    h[148:156] = b" " * 8
    h[148:156] = b"%06o\0 " % sum(h)
    return bytes(h)


@kind("traversal.tar")
def traversal(p):
    up = "../" * 20 + p.outside.lstrip("/")
    return tar_of(member("../../x.jsonl", p.article()), member(p.outside + "/absolute.jsonl", p.article()),
                  member(up + "/up.jsonl", p.article()), member("link", type=tarfile.SYMTYPE, linkname=p.outside),
                  member("link/through.jsonl", p.article()), member("hard", type=tarfile.LNKTYPE, linkname=p.secret),
                  member("sym.txt", type=tarfile.SYMTYPE, linkname=p.secret), member("hard", p.article()),
                  member("null", type=tarfile.CHRTYPE, devmajor=1, devminor=5), member("pipe", type=tarfile.FIFOTYPE))


@kind("traversal.zip")
def traversal_zip(p):
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    return zip_of({"%s%s/zip.jsonl" % ("../" * 20, p.outside): p.article(), p.outside + "/zip.jsonl": p.article(),
                   "..\\..\\dos.jsonl": p.article(), link: p.outside, "link/zip.jsonl": p.article()})


def tar_of_good(p, *behind):
    return [tar_of(member("a.jsonl", p.article()))[:1024], *behind]


kind("size-2-60.tar", "size-2-60.tar")(lambda p: tar_of_good(p, raw_head("b.txt", 1 << 60), b"The house met.\n" * 100))
kind("size-negative.tar", "size-negative.tar")(lambda p: tar_of_good(p, raw_head("b.txt", (1 << 88) - 5), LINE))
kind("pax-bomb.tar", "pax-bomb.tar")(lambda p: [raw_head("p", 300 * MB, b"x"), b"300000000 path=", b"a" * (4 * MB)])
kind("long-name.tar", "long-name.tar")(lambda p: [raw_head("././@LongLink", 1 << 40, b"L"), b"a" * (4 * MB)])
kind("sparse-8TB.tar")(lambda p: [
    raw_head("s.txt", 512, b"S", _386=b"%011o\0" % 0, _398=b"%011o\0" % 512, _483=b"\x80" + (1 << 43).to_bytes(11, "big")),
    b"The house met. ".ljust(512, b"x"), bytes(1024)])
kind("empty-members.tar", "more members are empty")(lambda p: [raw_head("e.txt", 0) * 20000, bytes(1024)])

# ---- web archives --------------------------------------------------------------


def record(body, length=None):
    body = body.encode() if isinstance(body, str) else body
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://vale.example/a\r\nWARC-Date: 2019-01-01T00:00:00Z\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % (
                len(body) if length is None else length) + body + b"\r\n\r\n")


def http(body, head=""):
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n" % head.encode() + body


PAGE = b"<html><head><title>Page</title></head><body><p>" + STORY.encode() + b"</p></body></html>"
AAA = b"a " * (MB // 2)
BROTLI = base64.b64decode("z///f/iNk1T98ixBfOCKJywJKeS1NAAYk7oY8an3/y78//+HXwIgDgsAdO//+f//D78EQBwWAOje//P//x9+CYA4LADQvf/n//8//BIAcVgA"
                          "oHv/Hw4A+CUAioADAgAB")  # <html><body><p>, then "a " to 80 MB
for power, length in ("2-63", (1 << 63) - 1), ("2-64", (1 << 64) + 500), ("negative", -1):
    plain("length-%s.warc" % power, "length-%s.warc.*Content-Length" % power, record(http(PAGE), length))
plain("head-endless.warc", "head-endless.warc", "WARC/1.0\r\n", "X: " + "x" * (20 * MB))
for coding, data in ("gzip", gzip_of(AAA, 300)), ("zstd", zstd(AAA) * 300), ("br", BROTLI):
    plain("%s-body.warc" % coding, "%s-body.warc.*(67108864|64 MiB)" % coding, record(http(data, "Content-Encoding: %s\r\n" % coding)))
plain("chunk-2-64.warc", "-", record(http(b"ffffffffffffffffff\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n")))
