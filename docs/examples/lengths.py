#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""lengths.py - how long each source's articles of a query are, of every one of them: lengths.py PARAMETERS [URL]"""
import collections, json, os, statistics, sys, time, urllib.error, urllib.parse, urllib.request

url = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("HUSTINGS_URL", "http://127.0.0.1:8080")


def ask(target, tries=3):
    try:
        with urllib.request.urlopen(url + target) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code in (429, 503) and tries:
            time.sleep(int(error.headers.get("Retry-After", 1)))
            return ask(target, tries - 1)
        if error.headers.get_content_type() != "application/problem+json":
            sys.exit(f"{url}: {error}")
        problem = json.load(error)
        sys.exit(" - ".join(problem[key] for key in ("title", "param", "value", "detail", "hint") if problem.get(key)))
    except (OSError, ValueError) as error:
        sys.exit(f"{url}: {error}")


words, cursor = collections.defaultdict(list), "*"
while cursor:
    page = ask(f"/v1/search?{sys.argv[1]}&sort=newest&per_page=100&fields=source,text&highlight=none&strict=1"
               f"&cursor={urllib.parse.quote(cursor)}")
    for warning in page["warnings"]:
        print(warning, file=sys.stderr)
    if not page["total"]:
        sys.exit(f"nothing was found; did you mean {page['did_you_mean']}?" if page["did_you_mean"] else "nothing was found")
    for article in page["results"]:
        words[article["source"] or "(none)"].append(len(article["text"].split()))
    cursor = page["next_cursor"]
for source, counts in sorted(words.items(), key=lambda one: -len(one[1])):
    print(f"{len(counts):6} articles, median {statistics.median(counts):5.0f} words  {source}")
assert sum(map(len, words.values())) == page["total"]
print(f"snapshot {page['snapshot']['id']}, query {page['query']['hash']}", file=sys.stderr)
