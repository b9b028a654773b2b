# SPDX-License-Identifier: GPL-2.0-or-later
"""The kinds of hostile_files.py that are no packs: XML, pages, JSON, lines without end, and names."""
import os

from hostile_files import GB, LARGE, MB, STORY, good, kind, plain


def rss(items, doctype=""):
    return '<?xml version="1.0"?>%s<rss version="2.0"><channel><title>F</title>%s</channel></rss>' % (doctype, items)


def item(name, text):
    return "<item><guid>http://vale.example/%s</guid><title>%s</title><description>%s</description></item>" % (name, name, text)


def page(title, body):
    return "<html><head><title>%s</title></head><body>%s" % (title, body)


LAUGHS = '<!ENTITY l0 "lollol">' + "".join('<!ENTITY l%d "%s">' % (i, "&l%d;" % (i - 1) * 10) for i in range(1, 10))
plain("laughs.xml", "-", rss(item("laughs", "before &l9; behind"), "<!DOCTYPE rss [%s]>" % LAUGHS))
plain("quadratic.xml", "-", rss(item("quadratic", "before " + "&a;" * 50000), '<!DOCTYPE rss [<!ENTITY a "%s">]>' % ("a" * 50000)))
kind("external.xml")(lambda p: rss(item("external", "before &x; behind"),
                                   '<!DOCTYPE rss [<!ENTITY x SYSTEM "file://%s">]>' % p.secret))
kind("parameter.xml")(lambda p: rss(item("parameter", "before &x; behind"),
                                    '<!DOCTYPE rss [<!ENTITY %% a SYSTEM "http://127.0.0.1:%d/a">%%a;<!ENTITY %% b SYSTEM "file://%s">%%b;]>'
                                    % (p.port, p.secret)))
kind("dtd.xml")(lambda p: rss(item("dtd", "before it"), '<!DOCTYPE rss SYSTEM "http://127.0.0.1:%d/rss.dtd">' % p.port))
kind("xinclude.xml")(lambda p: rss(item("xinclude", 'before <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
                                        'href="file://%s" parse="text"/> behind' % p.secret)))
kind("schema.xml")(lambda p: rss(item("schema", "before it")).replace(
    "<rss ", '<rss xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="http://127.0.0.1:%d/a" ' % p.port))
kind("xhtml.html")(lambda p: '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://%s">]>' % p.secret +
                   page("Page x", '<img src="http://127.0.0.1:%d/i"/><p>%s &x; %s</p></body></html>' % (p.port, STORY, STORY)))
kind("nitf.xml")(lambda p: '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "file://%s" [<!ENTITY x SYSTEM "file://%s">]><nitf><body>'
                 '<body.head><hedline><hl1>Wire &x;</hl1></hedline></body.head><body.content><p>It met &x; today.</p></body.content>'
                 "</body></nitf>" % (p.secret, p.secret))
plain("deep.xml", "deep.xml", rss("<a>" * 200000))
plain("attributes.xml", "-", rss("<item %s/>" % " ".join('a%d="1"' % i for i in range(200000)) + item("attributes", "It met.")))
plain("comment-endless.xml", "comment-endless.xml", '<?xml version="1.0"?><rss version="2.0"><channel><!-- ', "x" * (70 * MB))

plain("deep.html", "-", page("Deep page", "<div>" * 1000000 + "<p>" + STORY))
plain("deep-inline.html", "-", page("Deep page in line", "<p>" + "<b><i>" * 100000 + STORY))
plain("attributes.html", "-", page("Page of attributes", "<p " + " ".join("a%d=1" % i for i in range(100000)) + ">" + STORY))
plain("ld-deep.html", "-", '<html><head><title>Page of JSON-LD</title><script type="application/ld+json">' +
      '{"@graph":[' * 50000 + "</script></head><body><p>" + STORY)
plain("100MB.html", LARGE, "<html><body>", b"<p>The house.</p>" * (100 * MB // 17))

plain("deep.json", "deep.json", '{"id":"d","title":"D","text":"t","a":' + "[" * 100000 + "]" * 100000 + "}")
plain("deep.jsonl", "deep.jsonl:2: lies over 1,000 deep", good, "[" * 100000, "\n", good, '{"a":' * 100000, "\n", good)
plain("string-200MB.jsonl", "string-200MB.jsonl:2: ", good, '{"id":"s","title":"S","text":"', b"a " * (100 * MB), '"}\n', good,
      short=False)
kind("values-64MB.json", "values-64MB.json:1: the object is over 16 MiB and holds too much", short=False)(
    lambda p: '{"id":"v","title":"V","text":"t",\n"x":[' + "1," * (31 * MB) + "1]}")
kind("tags-60MB.html", "tags-60MB.html: has over 1048576 tags", short=False)(lambda p: page("T", "<p>a" * (15 * MB)))
plain("values-20MB.json", "values-20MB.json:1: the object is over 16 MiB and holds too much",
      '{"id":"v","title":"V","text":"t",\n"x":[', "1," * (10 * MB), "1]}")
plain("tags-6MB.html", "tags-6MB.html: has over 1048576 tags", page("T", "<p>a" * (3 * MB // 2)))
plain("duplicate-keys.jsonl", "-", '{"id":"dup","title":"One","title":"Two","text":"a","text":"b"}\n', good)
plain("number.jsonl", "-", '{"id":"num","title":"N","text":"t","views":1e999,"deep":-1e-9999}\n', good)
plain("id-number.jsonl", "id-number.jsonl:1: ", '{"id":1e999,"title":"N","text":"t"}\n', good)
for fact in "id", "url", "title":
    facts = {"id": '"f%s"' % fact, "title": '"T"', "text": '"t"'}
    facts[fact] = '"http://vale.example/%s"' % ("i" * (10 * MB))
    plain("%s-10MB.jsonl" % fact, "%s-10MB.jsonl:1: " % fact, "{%s}\n" % ",".join('"%s":%s' % f for f in facts.items()), good)
plain("authors-million.jsonl", "authors-million.jsonl:1: .*author", '{"id":"w","title":"W","text":"t","authors":[' +
      ",".join('"A%d"' % i for i in range(300000)) + "]}\n", good)
plain("year.jsonl", "year.jsonl:1: .*date", '{"id":"y","title":"Y","text":"t","date":"1000000000-01-01"}\n', good)
plain("values-million.json", "values-million.json", "[" + "1," * 300000 + "1]")
plain("braces.jsonl", "braces.jsonl:2: lies over 1,000 deep", "{\n" * 20000)
plain("utf8.jsonl", "-", b'{"id":"bad8","title":"\xff\xfe\xc0\x80\xed\xa0\x80","text":"t"}\n', good)

plain("line-2GB.jsonl", "line-2GB.jsonl:2: the line is over", good, '{"id":"h","title":"' + "0" * 5000, 2 * GB, '"}\n', good,
      short=False)
plain("line-2GB.csv", "line-2GB.csv", "id,title,text\ncsv1,Good,All is well.\nh,", 2 * GB, "\ncsv2,Good,All is well.\n", short=False)
plain("quoted-2GB.csv", "quoted-2GB.csv", 'id,title,text\ncsv3,Good,All is well.\nh,"', 2 * GB, '",x\n', short=False)
plain("zeros-20GB.jsonl", "zeros-20GB.jsonl", 20 * GB, short=False)
plain("text-20GB.txt", "text-20GB.txt", "Good evening\n\n" + "The house met. " * 1000, 20 * GB, short=False)
plain("columns.csv", "columns.csv", "id,title,text," + ",".join("c%d" % i for i in range(200000)) + "\n1,2,3\n")

for name, seen in ("esc\x1b]0;owned\x07\x1b[31m.jsonl", "esc.*owned.*"), ("line\nbreak.jsonl", "line.*break"), (
        "c1\u009b31m\u202egpj.jsonl", "c1.*gpj"), (b"bad\xff\xfe\x9bname.jsonl", "bad.*name"):
    plain(name, seen + r".jsonl:2: is not JSON", good, "not json\n", good)


@kind("deeper", "deeper/.*(too long|not read)")
def deeper(place, path):
    """Folders to over the longest path there is."""
    os.mkdir(path)
    here = os.open(path, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("a-folder-with-a-longer-name", dir_fd=here)
        below = os.open("a-folder-with-a-longer-name", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


kind("zero.txt", "is a link to '/dev/zero', outside")(lambda p, path: os.symlink("/dev/zero", path))
kind("root", "is a link to '/', outside")(lambda p, path: os.symlink("/", path))
kind("secret.txt", "is a link to .*secret.txt', outside")(lambda p, path: os.symlink(p.secret, path))
kind("outside", "is a link to .*outside', outside")(lambda p, path: os.symlink(p.outside, path))
kind("loop", "loop")(lambda p, path: os.symlink("loop", path))
kind("pipe", "is a pipe, .*not read")(lambda p, path: os.mkfifo(path))
