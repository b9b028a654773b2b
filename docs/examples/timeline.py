#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""timeline.py - the share of coverage by month and source, as CSV: timeline.py PARAMETERS [URL]"""
import csv, json, os, sys, urllib.error, urllib.request

url = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("HUSTINGS_URL", "http://127.0.0.1:8080")


def ask(target):
    try:
        with urllib.request.urlopen(url + target) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.headers.get_content_type() != "application/problem+json":
            sys.exit(f"{url}: {error}")
        problem = json.load(error)
        sys.exit(" - ".join(problem[key] for key in ("title", "param", "value", "detail", "hint") if problem.get(key)))
    except (OSError, ValueError) as error:
        sys.exit(f"{url}: {error}")


chart = ask(f"/v1/timeline?{sys.argv[1]}&by=source&strict=1")
if chart["warnings"]:
    sys.exit("; ".join(chart["warnings"]))
out = csv.writer(sys.stdout, lineterminator="\n")
names = [one["value"] for one in chart["series"]]
out.writerow(["month", "all", *("'" + name if name[0] in "=+-@" else name for name in names)])  # no formulas
for row in zip(chart["intervals"], *(one["intervals"] for one in chart["series"])):
    out.writerow([row[0]["start"][:7], *(one["share"] for one in row)])  # a gap's share is None: an empty cell, no zero
print(f"{chart['total']} stories, snapshot {chart['snapshot']['id']}, query {chart['query']['hash']}", file=sys.stderr)
