#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""topics.py - asks a running searchd for each section of a corpus and counts, among the first ten results, those of
that section; the runs of others are counted alike. Prints a table in Markdown with two shares:
  of places   mean over the topics: results of the topic by the places it could fill, ten or its articles if fewer
  of results  results of the topics by all results
A query is the section's value with its underscores as spaces; a topic's name has underscores alone."""
import argparse
import collections
import http.client
import json
import os
import sys
import urllib.parse

PATIENCE = 60  # seconds; longer, and searchd is taken for dead
FIRST = 10


def topic_of(section):
    return "_".join(section.split())


def read_topics(path):
    """The topic of each article, and the query of each topic."""
    topics, queries = {}, {}
    with open(path, encoding="utf-8") as file:
        for article in map(json.loads, file):
            section = article.get("section")
            if isinstance(section, str) and section.strip():
                topics[article.get("id", article.get("_id"))] = topic_of(section)
                queries[topic_of(section)] = " ".join(section.replace("_", " ").split())
    if not queries:
        sys.exit(f"topics: no article of '{path}' has a section")
    return topics, queries


def ask(connection, text, match):
    asked = urllib.parse.urlencode({"q": text, "match": match, "per_page": FIRST, "fields": "id", "highlight": "none",
                                    "collapse": "none"})
    connection.request("GET", "/v1/search?" + asked)
    response = connection.getresponse()
    answer = json.load(response)
    if response.status != 200 or answer.get("partial"):
        sys.exit(f"topics: {response.status} {answer.get('code', 'searchd met its time limit')}: {text}")
    return [result["id"] for result in answer["results"]]


def read_run(path):
    found = collections.defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            fields = line.split()
            if len(fields) != 6 or not fields[3].isdigit():
                sys.exit(f"topics: '{path}', line {number}: not TOPIC Q0 ID RANK SCORE TAG")
            found[fields[0]].append((int(fields[3]), fields[2]))
    return {topic: [article for _, article in sorted(ranked)[:FIRST]] for topic, ranked in found.items()}


def shares(found, topics, articles):
    hits = {topic: sum(topics.get(article) == topic for article in found.get(topic, [])) for topic in articles}
    results = sum(len(found.get(topic, [])) for topic in articles)
    places = sum(hits[topic] / min(FIRST, count) for topic, count in articles.items()) / len(articles)
    return places, sum(hits.values()) / results if results else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", action="store_true", help="only print the queries")
    parser.add_argument("--searchd", metavar="HOST:PORT", help="where it listens, the corpus in its archive")
    parser.add_argument("corpus")
    parser.add_argument("runs", nargs="*", metavar="RUN")
    options = parser.parse_args()
    topics, queries = read_topics(options.corpus)
    if options.queries:
        for topic in sorted(queries):
            print(json.dumps({"_id": topic, "text": queries[topic]}, ensure_ascii=False))
        return
    rows = []
    if options.searchd:
        connection = http.client.HTTPConnection(options.searchd, timeout=PATIENCE)
        for name, match in ("searchd", "all"), ("searchd, match=any", "any"):
            rows.append((name, {topic: ask(connection, text, match) for topic, text in queries.items()}))
    rows += [(os.path.basename(path), read_run(path)) for path in options.runs]
    articles = collections.Counter(topics.values())
    print(f"| the first {FIRST} for {len(queries)} topics | of places | of results |\n|---|---:|---:|")
    for name, found in rows:
        print("| {} | {:.4f} | {:.4f} |".format(name, *shares(found, topics, articles)))
    few = sum(count < FIRST for count in articles.values())
    print(f"\nTopics with fewer than {FIRST} articles: {few}")


main()
