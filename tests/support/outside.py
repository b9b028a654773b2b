#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""outside.py DIR - reads, by programs of others, what daemon/outside.sh put there, and compares it with what
/v1/search told of the same articles (all.json)."""
import codecs
import json
import os
import re
import sys
import warnings
import xml.etree.ElementTree as ET

import feedparser
import latexcodec  # noqa: F401: registers "ulatex"
import pybtex.errors
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_file

folder = sys.argv[1]
failed = 0


def check(well, what):
    global failed
    failed += not well
    print(("ok: " if well else "FAILED: ") + what)


def line(text):
    """As one_line.h has it."""
    return re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+", " ", text or "").strip()


with open(folder + "/all.json") as f:
    told = json.load(f)["results"]
with open(folder + "/all.csl") as f:
    csl = [json.loads(one) for one in f]
titles = [line(one["title"]) for one in told]

# ---- CSL-JSON: the order is that of the search, and keys are those of the others
check([one.get("title", "") for one in csl] == titles, "CSL-JSON has the titles")
keys = [one["id"] for one in csl]
check(len(set(keys)) == len(told), "each key is another")
for one, given in zip(csl, told):
    date = [int(part) for part in re.match(r"(\d+)(?:-(\d+))?(?:-(\d+))?", given["date"]).groups() if part] \
        if given["date"] else None
    check((one["issued"]["date-parts"][0] if "issued" in one else None) == date, "%s: its date" % one["id"])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    source = CiteProcJSON(csl)
    bibliography = CitationStylesBibliography(CitationStylesStyle("harvard1", validate=True), source, formatter.plain)
    for key in keys:
        bibliography.register(Citation([CitationItem(key)]))
    shown = [str(one) for one in bibliography.bibliography()]
check(len(shown) == len(told), "citeproc-py makes a bibliography of all")
strange = [str(w.message) for w in caught if "not" in str(w.message).lower()]
check(not strange, "without complaint %s" % strange)
check(any("von der Leyen, U." in one or "Leyen, U." in one for one in shown), "with names as they are sorted")

# ---- BibTeX
pybtex.errors.set_strict_mode(True)
bib = parse_file(folder + "/all.bib", bib_format="bibtex")
check(list(bib.entries) == keys, "pybtex reads each entry")


def plain(tex):
    """A value without the braces that protect it."""
    for command, char in (("textbraceleft", "\1"), ("textbraceright", "\2"), ("textbackslash", "\3"),
                          ("textasciitilde", "~"), ("textasciicircum", "^")):
        tex = tex.replace("\\%s{}" % command, char)
    tex = tex.replace("\\{", "\1").replace("\\}", "\2")
    return re.sub(r"\\([#$%&_])", r"\1", tex).replace("{", "").replace("}", "").translate(
        {1: "{", 2: "}", 3: "\\"})


for key, given, item in zip(keys, told, csl):
    fields = bib.entries[key].fields
    check(plain(fields.get("title", "")) == line(given["title"]), "%s: its title" % key)
    check(plain(fields.get("journal", "")) == line(given["source"]), "%s: its source" % key)
    persons = bib.entries[key].persons.get("author", [])
    names = [(" ".join(p.prelast_names), plain(" ".join(p.last_names)), " ".join(p.first_names + p.middle_names),
              " ".join(p.lineage_names)) for p in persons]
    wanted = [(a.get("non-dropping-particle", ""), a.get("family", a.get("literal")), a.get("given", ""),
               a.get("suffix", "")) for a in item.get("author", [])]
    check(names == wanted, "%s: its authors %s" % (key, names if names != wanted else ""))
check(codecs.decode(bib.entries[keys[[o["id"] for o in told].index("tex")]].fields["journal"], "ulatex")
      == "R&R_Press", "latexcodec reads what is escaped")

# ---- RIS and BibTeX, as bibutils has them
MODS = "{http://www.loc.gov/mods/v3}"
for name in "ris", "bib":
    mods = ET.parse("%s/%s.xml" % (folder, name)).getroot()
    check([one.get("ID") for one in mods] == keys, "%s: bibutils knows the keys" % name)
mods = ET.parse(folder + "/ris.xml").getroot()


def title_of(one):
    info = one.find(MODS + "titleInfo")
    return "" if info is None else " ".join(part.text for part in info if part.text)


check([title_of(one) for one in mods] == titles, "ris: bibutils has the titles")
check(all(any(g.text == "newspaper" for g in one.iter(MODS + "genre")) for one in mods), "ris: of newspapers")
check([[u.text for u in one.iter(MODS + "url")] for one in mods]
      == [[line(one["url"])] if one["url"] else [] for one in told], "ris: with their addresses")

# ---- BibTeX as pandoc has it
if os.path.exists(folder + "/pandoc.json"):
    with open(folder + "/pandoc.json") as f:
        read = {one["id"]: one for one in json.load(f)}
    check(sorted(read) == sorted(keys), "pandoc knows the keys")
    for item in csl:
        one = read[item["id"]]
        check(one.get("issued", {}).get("date-parts") == item.get("issued", {}).get("date-parts"),
              "%s: pandoc has the date" % item["id"])
        # Of a brace without its other pandoc leaves nothing.
        authors = [[re.sub("[{}]", "", a.get("family", a.get("literal"))) for a in some.get("author", [])]
                   for some in (one, item)]
        check(authors[0] == authors[1], "%s: pandoc has the authors %s" % (item["id"], authors))
        check(one["type"] == "article-newspaper" or "container-title" not in item,
              "%s: pandoc has the kind" % item["id"])
        check(one["accessed"]["date-parts"] == item["accessed"]["date-parts"], "%s: pandoc has the day" % item["id"])

# ---- Atom
feed = feedparser.parse(folder + "/all.xml")
check(not feed.bozo, "feedparser: well-formed %s" % feed.get("bozo_exception", ""))
check(feed.version == "atom10", "feedparser: Atom 1.0")
check(len(feed.entries) == len(told), "feedparser: each article")
raw = feedparser.parse(folder + "/all.xml", sanitize_html=False)
check([one.title for one in raw.entries] == [t or o["id"] for t, o in zip(titles, told)], "feedparser: the titles")
check(len({one.id for one in feed.entries}) == len(told), "feedparser: ids")
check(all(one.get("author") and one.get("updated_parsed") and one.get("link") for one in feed.entries),
      "feedparser: author, time and link of each")
check(not any(link.href.startswith("javascript") for one in feed.entries for link in one.links),
      "feedparser: no link that runs")
none = feedparser.parse(folder + "/none.xml")
check(not none.bozo and not none.entries and none.feed.updated_parsed, "feedparser: an empty one is whole")
sys.exit(failed > 0)
