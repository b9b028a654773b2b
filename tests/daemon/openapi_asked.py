# SPDX-License-Identifier: GPL-2.0-or-later
"""Does the daemon do what its /openapi.json says? openapi_asked.py BASE_URL

Every example of the document is asked: each target of x-examples, and each parameter's example in a
target of its route. Answers must have a status and media type that the document has, and be what their schemas
say, without any member that no schema has. A default that is given changes no answer, and neither does a parameter that
the document does not have."""
import copy
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

import jsonschema

base = sys.argv[1]
failures = 0


def verdict(problems, sentence):
    global failures
    print("FAILED:" if problems else "ok:", sentence)
    for problem in problems[:20]:
        print("  ", str(problem)[:600])
    failures += bool(problems)


class Answer:
    def __init__(self, target, method="GET", headers={}):
        request = urllib.request.Request(base + target, method=method, headers=headers)
        try:
            reply = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            reply = error
        self.status, self.headers, self.body = reply.status, reply.headers, reply.read()
        self.media = self.headers.get("Content-Type", "").split(";")[0]


document = json.loads(Answer("/openapi.json").body)


def closed(node):
    """The same schema, which knows no other members: one that the daemon gives and the document lacks must not pass."""
    if isinstance(node, list):
        return [closed(value) for value in node]
    if not isinstance(node, dict):
        return node
    node = {name: closed(value) for name, value in node.items()}
    if "properties" in node and node.get("type") == "object":
        node.setdefault("additionalProperties", False)
    return node


components = copy.deepcopy(document["components"])
components["schemas"] = closed(components["schemas"])


def wrong_body(body, schema):
    root = {"components": components, "allOf": [schema]}
    return ["%s: %s" % ("/".join(map(str, e.absolute_path)), e.message)
            for e in jsonschema.Draft202012Validator(root).iter_errors(json.loads(body))]


def resolved(node):
    if "$ref" in node:
        return components[node["$ref"].split("/")[2]][node["$ref"].split("/")[3]]
    return node


def wrong(answer, operation, status=None):
    """What of an answer the document does not say."""
    if status and answer.status != status:
        return ["status %d: %s" % (answer.status, answer.body[:300])]
    responses = operation["responses"]
    response = resolved(responses.get(str(answer.status), responses["default"]))
    problems = ["no header " + name for name in response.get("headers", {})
                if name != "Link" and name not in answer.headers]
    content = response.get("content")
    if not content:
        return problems + (["a body"] if answer.body else [])
    if answer.media not in content:
        return problems + ["no such media type: " + answer.media]
    schema = content[answer.media].get("schema")
    return problems + (wrong_body(answer.body, schema) if schema else [])


def serialized(parameter):
    """The pairs of its example, as its style has it; each archive has snapshots of its own."""
    value = parameter["example"]
    if parameter["name"] in ("snapshot", "since"):
        value = json.loads(Answer("/v1/status").body)["snapshot"]["id"]
    if not isinstance(value, list):
        return [(parameter["name"], str(value))]
    if parameter.get("explode", True):
        return [(parameter["name"], one) for one in value]
    return [(parameter["name"], ",".join(value))]


def target_with(operation, parameter):
    """Its example in a target of the operation that has the parameter, or in the first."""
    targets = [urllib.parse.urlsplit(t) for t in operation["x-examples"]]
    pairs = [urllib.parse.parse_qsl(t.query) for t in targets]
    at = next((i for i, p in enumerate(pairs) if parameter["name"] in dict(p)), 0)
    kept = [p for p in pairs[at] if p[0] != parameter["name"]]
    return targets[at].path + "?" + urllib.parse.urlencode(kept + serialized(parameter))


def check_examples(path, operation):
    problems, asked = [], 0
    if not operation["x-examples"]:
        problems.append("it has none")
    targets = list(operation["x-examples"])
    for parameter in map(resolved, operation["parameters"]):
        if parameter["in"] == "query":
            targets.append(target_with(operation, parameter))
    for target in targets:
        problems += ["%s: %s" % (target, p) for p in wrong(Answer(target), operation, 200)]
        asked += 1
    verdict(problems, "%s: %d examples are answered as documented" % (path, asked))


def said(target):
    """What is answered, but for the time it took, what is warned of, and the request itself where it is named."""
    answer = Answer(target)
    body = answer.body
    if answer.media == "application/json":
        body = json.loads(body)
        for name in ("took_ms", "warnings", "made"):
            body.pop(name, None)
        body.get("query", {}).pop("hash", None)  # of the order too, which a count has none of
    if answer.media == "application/atom+xml":
        body = re.sub(rb"<link rel=[^>]*/>|<id>[^<]*</id>", b"", body)
    if answer.media.startswith("text/html"):
        body = re.sub(rb'<p class="note">[^\n]* ignored</p>\n', b"", body)
    if answer.media == "application/x-ndjson":
        body = body[:body.rindex(b'{"hustings"')]
    return answer.status, answer.media, body


def with_pair(target, name, value):
    value = ",".join(value) if isinstance(value, list) else str(value)
    return target + ("&" if "?" in target else "?") + urllib.parse.urlencode([(name, value)])


def check_defaults(path, operation):
    problems, asked = [], 0
    for parameter in map(resolved, operation["parameters"]):
        if "default" not in parameter["schema"]:
            continue
        names = [parameter["name"]] + aliases_of(parameter)
        for target in operation["x-examples"]:
            given = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(target).query))
            if given.keys() & set(names) or (parameter["name"] == "fields" and "highlight" in given):
                continue
            told = with_pair(target, parameter["name"], parameter["schema"]["default"])
            if said(told) != said(target):
                problems.append(told)
            asked += 1
    verdict(problems, "%s: %d defaults are what is so without them" % (path, asked))


def aliases_of(parameter):
    says = parameter["description"].partition(" Also called ")[2]
    return says.rstrip(".").split(", ") if says else []


def check_others(path, operation):
    """What a route does not list does not change what it says, if it is not refused."""
    listed = [p for p in map(resolved, operation["parameters"]) if p["in"] == "query"]
    names = {name for p in listed for name in [p["name"]] + aliases_of(p)}
    target, problems, asked = operation["x-examples"][0], [], 0
    if path != "/metrics":  # counts requests
        for parameter in document["components"]["parameters"].values():
            if parameter["name"] in names or parameter["in"] != "query":
                continue
            for value in parameter["schema"].get("enum", [parameter["example"]]):
                told = with_pair(target, parameter["name"], value)
                asked += 1
                if Answer(told).status != 400 and said(told) != said(target):
                    problems.append(told)
    verdict(problems, "%s: %d values of parameters of other routes change nothing" % (path, asked))


def check_methods(path, operation):
    target = operation["x-examples"][0]
    get, head = Answer(target), Answer(target, "HEAD")
    problems = []
    if (head.status, head.media, head.body) != (get.status, get.media, b""):
        problems.append("HEAD: %d %s" % (head.status, head.media))
    options = Answer(target, "OPTIONS")
    if options.status != 204 or options.headers.get("Allow") != "GET, HEAD, OPTIONS":
        problems.append("OPTIONS: %d, Allow: %s" % (options.status, options.headers.get("Allow")))
    problems += ["DELETE: %s" % p for p in wrong(Answer(target, "DELETE"), operation, 405)]
    if "304" in operation["responses"]:
        again = Answer(target, headers={"If-None-Match": get.headers.get("ETag", "")})
        problems += ["If-None-Match: %s" % p for p in wrong(again, operation, 304)]
    verdict(problems, path + ": HEAD, OPTIONS, 405 and 304 are as documented")


def check_refusals(path, operation):
    problems = []
    names = {p["name"] for p in map(resolved, operation["parameters"])}
    target = operation["x-examples"][0]
    if "strict" in names:
        strict = target + ("&" if "?" in target else "?") + "strict=1&colour=red"
        problems += ["strict=1: %s" % p for p in wrong(Answer(strict), operation, 400)]
    if "{id}" in path:
        problems += ["another id: %s" % p for p in wrong(Answer(path.replace("{id}", "nobody")), operation, 404)]
    verdict(problems, path + ": what is refused is a problem as documented")


def check_parameters():
    problems = []
    for name, parameter in document["components"]["parameters"].items():
        if parameter["in"] == "query":
            problems += wrong_body(json.dumps(parameter["example"]), parameter["schema"])
        for word in parameter["schema"].get("default", []) if parameter["schema"]["type"] == "array" else []:
            problems += wrong_body(json.dumps([word]), parameter["schema"])
    verdict(problems, "each parameter's example and default is what its schema says")


def check_opensearch():
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = xml.etree.ElementTree.fromstring(Answer("/opensearch.xml").body)
    urls = root.findall(space + "Url")
    problems = [] if root.tag == space + "OpenSearchDescription" else [root.tag]
    name, says = root.findtext(space + "ShortName"), root.findtext(space + "Description")
    if not name or len(name) > 16 or not says or len(says) > 1024 or root.findtext(space + "InputEncoding") != "UTF-8":
        problems.append("its name, description or encoding")
    if {(u.get("type"), u.get("rel")) for u in urls} < {("application/json", "results"),
                                                        ("application/x-suggestions+json", "suggestions")}:
        problems.append("its URLs")
    for url in urls:
        target = url.get("template").replace("{searchTerms}", "tax%20cuts").replace("{startPage?}", "2")
        target = target.replace("{count?}", "3")
        if not target.startswith(base):
            problems.append("not of this host: " + target)
            continue
        answer = Answer(target[len(base):])
        if answer.status != 200 or answer.media != url.get("type"):
            problems.append("%s: %d %s" % (target, answer.status, answer.media))
        bare = url.get("template").replace("{searchTerms}", "tax").replace("{startPage?}", "").replace("{count?}", "")
        if Answer(bare[len(base):]).status != 200:
            problems.append("without its optional parts: " + bare)
    verdict(problems, "/opensearch.xml: its URLs are answered as what they say")
    problems = []
    for host in ("news.example", "news.example:8443", "192.0.2.7:80", "[2001:db8::1]:8080", "a_b-c.example."):
        answer = Answer("/opensearch.xml", headers={"Host": host, "X-Forwarded-Host": "evil.example"})
        if answer.status != 200 or ('"http://%s/v1/search?' % host).encode() not in answer.body:
            problems.append("%s: %d" % (host, answer.status))
        if b"evil" in answer.body:
            problems.append("X-Forwarded-Host is trusted")
    operation = document["paths"]["/opensearch.xml"]["get"]
    for host in ('a"b', "a<b>", "a/b", "a b", "a@b", "[::1", "[]", ":80", "a:", "a:123456", "a:8x", "x" * 300):
        problems += ["%s: %s" % (host, p) for p in
                     wrong(Answer("/opensearch.xml", headers={"Host": host}), operation, 400)]
    verdict(problems, "/opensearch.xml: it tells the Host's URLs, and refuses what is no host")


for path, item in document["paths"].items():
    check_examples(path, item["get"])
    check_defaults(path, item["get"])
    check_others(path, item["get"])
    check_methods(path, item["get"])
    check_refusals(path, item["get"])
check_parameters()
check_opensearch()
sys.exit(failures > 0)
