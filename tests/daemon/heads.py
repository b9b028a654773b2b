# SPDX-License-Identifier: GPL-2.0-or-later
"""Heads that a proxy in front may read otherwise than the daemon, and the answer to each: heads.py PORT

After each stands a second request: where the first was refused it must not be answered, since nobody can say where it
begins (request smuggling). SHOW=1 tells all that came back."""
import os
import re
import socket
import sys

port = int(sys.argv[1])
failures = 0
NEXT = b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: next\r\nConnection: close\r\n\r\n"


def ask(sent):
    """All that comes back, until the connection ends or is quiet."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), 5) as s:
        s.settimeout(float(os.environ.get("QUIET", "3")))
        try:
            s.sendall(sent)
            while block := s.recv(65536):
                got += block
        except OSError as error:
            got += b"" if got else type(error).__name__.encode()
    return got


def check(sentence, sent, expected, goes_on, answers=None):
    """expected: the first status, 0 for none; goes_on: the second request is answered; answers: how many there are at
    most. Of a head that libmicrohttpd itself refuses it writes that of its answer twice; these are not counted."""
    global failures
    got = ask(sent)
    found = [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d\d\d) [A-Z]", got)]
    ok = (found[0] if found else 0) in expected and (b"X-Request-Id: next\r" in got) == goes_on
    ok = ok and (not answers or len(found) <= answers)
    failures += not ok
    said = ", ".join(map(str, found[:4])) or "no answer"
    print("%s %s (%s)" % ("ok:" if ok else "FAILED:", sentence, said), flush=True)
    if os.environ.get("SHOW"):
        print("  ", got)


def refused(sentence, sent, *expected):
    check(sentence, sent + NEXT, expected or (400,), False)


def passed(sentence, sent, *expected):
    check(sentence, sent + NEXT, expected or (200,), True)


def head(*lines, end=b"\r\n", target=b"/healthz"):
    return b"GET " + target + b" HTTP/1.1" + end + b"".join(line + end for line in lines) + end


H = b"Host: a"
passed("a plain head", head(H))
passed("a query, of several parts", head(H, target=b"/healthz?a=b&c&d=?e=%00&=&"))
passed("white space around values, and none", head(b"Host:a", b"X: \t 1 \t", b"Y:", b"Z: "))
passed("empty lines before a request", b"\r\n" + head(H))
passed("a hundred headers", head(H, *[b"X%d: %d" % (i, i) for i in range(100)]))
passed("a cookie", head(H, b"Cookie: a=b; c=d", b"X: 1"))

# ---- where lines end
refused("bare line feeds", head(H, b"X: 1", end=b"\n"))
refused("one after the request line", b"GET /healthz HTTP/1.1\nHost: a\r\n\r\n")
refused("one after the first header", b"GET /healthz HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n")
refused("one after a later header", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: 1\nY: 2\r\n\r\n")
refused("one after the last header", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: 1\n\r\n")
refused("one for the last line", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: 1\r\n\n")
refused("two at the end", b"GET /healthz HTTP/1.1\r\nHost: a\n\n")
refused("a bare carriage return in a value", head(H, b"X: 1\rContent-Length: 5"))
refused("two carriage returns at a line's end", head(H, b"X: 1\r"))
refused("a folded header", head(H, b"X: 1", b" 2"))
refused("a folded one, then another", head(H, b"X: 1", b"\t2", b"Y: 3"))
refused("a fold that makes a Host", head(b"Hos: a", b" t"), 400)
refused("a fold that makes a length", head(H, b"Content-Lengt: 5", b" h"))
refused("a fold and line feeds that even out", b"GET /healthz HTTP/1.1\nHost: a\nX: 1\r\n 2\nY: 3\n\r\n")
refused("a fold before any header", head(b" X: 1", H))
refused("an empty line first, and line feeds", b"\r\n" + head(H, end=b"\n"))

# ---- names and values
refused("a blank before the colon", head(H, b"X : 1"))
refused("a tab before the colon", head(H, b"X\t: 1"))
refused("no colon", head(H, b"nocolon"))
refused("no name", head(H, b": 1"))
refused("a NUL in a name", head(H, b"X\0Y: 1"))
refused("a NUL in a value", head(H, b"X: 1\0 2"))
refused("a NUL in Host", head(b"Host: a\0b"))
refused("a name that is no token", head(H, b"X(y): 1"))
refused("a control character in a value", head(H, b"X: \x1b[2J"))
passed("UTF-8 in a value", head(H, b"X: \xc3\xa9"))

# ---- Host
refused("no Host", head(b"X: 1"))
refused("two Hosts", head(H, b"Host: b"))
refused("the same Host twice", head(H, H))
refused("a Host with a path", head(b"Host: a/../b"))
refused("a Host with a user", head(b"Host: me@a"))
refused("a Host with a blank", head(b"Host: a b"))
refused("a Host of a comma list", head(b"Host: a, b"))
passed("a Host with a port", head(b"Host: a:8080"))
passed("a Host of IPv6", head(b"Host: [::1]:8080"))
passed("an empty Host", head(b"Host:"))

# ---- bodies
refused("length and chunks", head(H, b"Content-Length: 4", b"Transfer-Encoding: chunked") + b"0\r\n\r\n")
refused("chunks and length", head(H, b"Transfer-Encoding: chunked", b"Content-Length: 4") + b"0\r\n\r\n")
refused("two lengths that differ", head(H, b"Content-Length: 0", b"Content-Length: 5"))
refused("two lengths that are the same", head(H, b"Content-Length: 0", b"Content-Length: 0"))
refused("two lengths in one", head(H, b"Content-Length: 0, 0"), 400, 413)
for length in (b"+5", b"-1", b"5 5", b"0x5", b"5.", b"", b"99999999999999999999", b"5\t5"):
    refused("a length of '%s'" % length.decode(), head(H, b"Content-Length: " + length), 400, 413)
refused("a length after blanks", head(H, b"Content-Length:  5"), 413)
passed("a length of 0", head(H, b"Content-Length: 0"))
CODINGS = b"chunked", b"cHuNkEd", b"identity", b"xchunked", b"chunked, identity", b"\x0bchunked", b"gzip, chunked", b""
for coding in CODINGS:
    refused("an encoding of %r" % coding, head(H, b"Transfer-Encoding: " + coding) + b"0\r\n\r\n", 400, 413)
refused("two encodings",
        head(H, b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity") + b"0\r\n\r\n", 400, 413)
refused("GET with a body", head(H, b"Content-Length: %d" % len(NEXT)), 413)
refused("a body that is announced", head(H, b"Expect: 100-continue", b"Content-Length: 10"), 413)
check("nothing that is announced", head(H, b"Connection: close", b"Expect: 100-continue"), (100,), False, 2)

# ---- request lines
refused("HTTP/0.9", b"GET /healthz\r\n\r\n", 400, 505)
refused("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505)
refused("another version", b"GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n", 400, 505)
refused("a version in small letters", b"GET /healthz http/1.1\r\nHost: a\r\n\r\n", 400, 505)
refused("HTTP/1.10", b"GET /healthz HTTP/1.10\r\nHost: a\r\n\r\n", 400, 505)
refused("two blanks after the method", b"GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
refused("two before the version", b"GET /healthz  HTTP/1.1\r\nHost: a\r\n\r\n")
refused("one after the version", b"GET /healthz HTTP/1.1 \r\nHost: a\r\n\r\n")
refused("tabs between", b"GET\t/healthz\tHTTP/1.1\r\nHost: a\r\n\r\n", 0, 400)
refused("a blank in the target", head(H, target=b"/healthz and more"))
refused("a tab in the target", head(H, target=b"/healthz\tx"))
refused("a NUL in the target", head(H, target=b"/healthz\0/x"))
refused("a carriage return in the target", head(H, target=b"/healthz?\rx"))
refused("an absolute URI", head(H, target=b"http://elsewhere.example/v1/search"))
refused("another scheme", head(H, target=b"file:///etc/passwd"))
refused("a target of an authority", b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n")
refused("a target that is no path", head(H, target=b"healthz"))
passed("a host in the path", head(H, target=b"//elsewhere.example/"), 404)
passed("an asterisk", b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 404)
passed("an asterisk of GET", head(H, target=b"*"), 404, 405)
passed("a method that nobody knows", b"FOO /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 405)
passed("one in small letters", b"get /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 405)
passed("a long one", b"G" * 5000 + b" /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 405)
refused("one that is no token", b"GE(T /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
passed("%00 in the path", head(H, target=b"/%00"), 404)
passed("%2e%2e", head(H, target=b"/%2e%2e/%2e%2e/etc/passwd"), 404)
passed("..", head(H, target=b"/../../etc/passwd"), 404)
passed("a percent sign alone", head(H, target=b"/%"), 404)
passed("a bad escape", head(H, target=b"/v1/articles/%zz"), 400, 404, 503)
passed("invalid UTF-8", head(H, target=b"/v1/articles/%ff%fe"), 400, 404, 503)
passed("UTF-8 as it is", head(H, target=b"/\xc3\xa9"), 404)

# ---- what is asked of it in headers
passed("an upgrade", head(H, b"Connection: Upgrade", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__"))
passed("a thousand ranges", head(H, b"Range: bytes=" + b",".join(b"%d-" % i for i in range(1000))))
passed("two thousand entity tags", head(H, b"If-None-Match: " + b",".join([b'"abcdef"'] * 2000)))
refused("ten thousand of them", head(H, b"If-None-Match: " + b",".join([b'"abcd"'] * 10000)), 0, 413, 431)
passed("a thousand encodings",
       head(H, b"Accept-Encoding: " + b",".join(b"x%d;q=0.%d" % (i, i % 10) for i in range(1000))))
passed("all encodings refused", head(H, b"Accept-Encoding: identity;q=0, *;q=0"), 200, 406)
check("close and keep-alive: closed", head(H, b"Connection: close, keep-alive") + NEXT, (200,), False)
check("in two headers likewise", head(H, b"Connection: keep-alive", b"Connection: close") + NEXT, (200,), False)
check("of 1,000 in one go, a bad one amid, none behind that is answered",
      head(H) * 500 + head(H, end=b"\n") + head(H) * 498 + NEXT, (200,), False, 501)
sys.exit(failures > 0)
