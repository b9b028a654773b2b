#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""score.py - asks a running searchd every query of a test collection and measures how well it ranks. Prints one line
of NAME=VALUE, means over all queries that something is relevant to:
  nDCG@10  gain 2^grade - 1, discount log2(rank + 1), divided by that of the best order there could be
  MAP      mean over the relevant of the precision where each is found; 0 for those not found
  MRR@10   1 divided by the rank of the first relevant one; 0 if it is not in the first ten
  R@100    share of the relevant among the first hundred
For MAP, MRR and R every grade above 0 is relevant. The collection is a folder with queries.jsonl (_id, text) and
qrels.tsv (query, article and grade, under a line of headings), as BEIR has them."""
import argparse
import collections
import http.client
import json
import math
import sys
import urllib.parse

PATIENCE = 60  # seconds; longer, and searchd is taken for dead
KEEP = 0.8  # of a query that is too long, each time it is cut


def read_grades(path):
    grades = collections.defaultdict(dict)
    with open(path, encoding="utf-8") as file:
        next(file)
        for line in file:
            query, article, grade = line.rstrip("\r\n").split("\t")
            grades[query][article] = int(grade)
    return grades


def read_queries(path):
    with open(path, encoding="utf-8") as file:
        return [(query["_id"], query["text"]) for query in map(json.loads, file)]


def get(connection, target):
    connection.request("GET", target)
    response = connection.getresponse()
    return response.status, json.load(response)


def ask(connection, text):
    """The ids of the hundred best. A query that searchd finds too long is cut from its end until it is not."""
    words = text.split()
    while words:
        asked = urllib.parse.urlencode({"q": " ".join(words), "match": "any", "per_page": 100, "fields": "id",
                                        "highlight": "none", "collapse": "none"})
        status, answer = get(connection, "/v1/search?" + asked)
        if status == 200:
            if answer.get("partial"):
                sys.exit(f"score: searchd met its time limit, this would measure the machine: {text}")
            return [result["id"] for result in answer["results"]]
        if answer.get("code") != "query_too_long":
            sys.exit(f"score: {status} {answer.get('code')}: {text}")
        words = words[:int(len(words) * KEEP)]
    return []


def dcg(grades):
    return sum((2 ** grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:10], 1))


def measure(grades, found):
    relevant = {article for article, grade in grades.items() if grade > 0}
    ranks = [rank for rank, article in enumerate(found, 1) if article in relevant]
    gains = [max(0, grades.get(article, 0)) for article in found]
    return {"nDCG@10": dcg(gains) / dcg(sorted((grades[article] for article in relevant), reverse=True)),
            "MAP": sum(count / rank for count, rank in enumerate(ranks, 1)) / len(relevant),
            "MRR@10": 1 / ranks[0] if ranks and ranks[0] <= 10 else 0,
            "R@100": sum(rank <= 100 for rank in ranks) / len(relevant)}


def explain(connection, text, grades, found, scores):
    """What came first, and where the relevant ones came."""
    def show(rank, article):
        title = get(connection, "/v1/articles/" + urllib.parse.quote(article, safe=""))[1].get("title")
        print(f"  {rank:>4} [{grades.get(article, 0)}] {article}: {title}")

    print(f"\n{scores['nDCG@10']:.3f} {text}")
    for rank, article in enumerate(found[:3], 1):
        show(rank, article)
    for article in sorted(grades, key=grades.get, reverse=True):
        if article not in found[:3]:
            show(found.index(article) + 1 if article in found else "-", article)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--typed", action="store_true", help="the queries were typed for this search: hyphens, "
                        "apostrophes and stops are sent too. Else only letters and digits are, for in texts that were "
                        "not, a colon or a quotation mark is no wish")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N queries that score worst")
    parser.add_argument("address", help="HOST:PORT, where searchd listens")
    parser.add_argument("collection", help="folder with queries.jsonl and qrels.tsv")
    options = parser.parse_args()
    connection = http.client.HTTPConnection(options.address, timeout=PATIENCE)
    all_grades, asked = read_grades(options.collection + "/qrels.tsv"), []
    for query, text in read_queries(options.collection + "/queries.jsonl"):
        grades = all_grades.get(query, {})
        if any(grade > 0 for grade in grades.values()):
            plain = text if options.typed else "".join(c if c.isalnum() else " " for c in text)
            found = ask(connection, plain)
            asked.append((measure(grades, found), text, grades, found))
    if not asked:
        sys.exit("score: no query has anything relevant to it")
    means = [f"{name}={sum(scores[name] for scores, *_ in asked) / len(asked):.4f}" for name in asked[0][0]]
    print("\t".join([f"queries={len(asked)}"] + means))
    for scores, text, grades, found in sorted(asked, key=lambda one: one[0]["nDCG@10"])[:options.worst]:
        explain(connection, text, grades, found, scores)


main()
