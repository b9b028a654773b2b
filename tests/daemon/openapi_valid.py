# SPDX-License-Identifier: GPL-2.0-or-later
"""Is FILE an OpenAPI 3.1 document? openapi_valid.py FILE

Judged by Debian's packages: python3-jsonschema (the schemas, by the meta-schema of 2020-12) and
openapi-specification (everything else, by the OpenAPI Initiative's own schema). The latter ends at 3.0,
so what 3.1 writes otherwise is first written as 3.0 has it. Where openapi-spec-validator is
installed, that judges the document as it is."""
import copy
import json
import sys

import jsonschema

OAS_3_0 = "/usr/share/openapi-specification/schemas/v3.0/schema.json"
failures = 0


def verdict(problems, sentence):
    global failures
    print("FAILED:" if problems else "ok:", sentence)
    for problem in problems:
        print("  ", str(problem)[:400])
    failures += bool(problems)


def schemas(node):
    """Each {"schema": ...} and each component schema."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "schema":
                yield value
            elif name == "schemas":
                yield from value.values()
            else:
                yield from schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas(value)


def as_3_0(node):
    """null as a type is nullable there, and lists of fixed length are unknown."""
    if isinstance(node, list):
        return [as_3_0(value) for value in node]
    if not isinstance(node, dict):
        return node
    node = {name: as_3_0(value) for name, value in node.items() if name not in ("identifier", "prefixItems")}
    if isinstance(node.get("type"), list):
        node["type"] = next(t for t in node["type"] if t != "null")
        node["nullable"] = True
    if {"type": "null"} in node.get("anyOf", []):
        node["anyOf"].remove({"type": "null"})
        node["nullable"] = True
    if node.get("type") == "array":
        node.setdefault("items", {})
    return node


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def leads_nowhere(document, reference):
    node = document
    for part in reference.split("/")[1:]:
        if part not in node:
            return True
        node = node[part]
    return False


def main():
    with open(sys.argv[1]) as file:
        document = json.load(file)
    meta = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    verdict([e for s in schemas(document) for e in meta.iter_errors(s)], "its schemas are of JSON Schema 2020-12")
    old = as_3_0(copy.deepcopy(document))
    old["openapi"] = "3.0.3"
    with open(OAS_3_0) as file:
        verdict(list(jsonschema.Draft4Validator(json.load(file)).iter_errors(old)),
                "the rest is as the OpenAPI Initiative's schema has it")
    verdict([r for r in references(document) if leads_nowhere(document, r)], "every $ref leads somewhere")
    ids = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
    verdict([i for i in ids if ids.count(i) > 1], "each operation has an id of its own")
    try:
        from openapi_spec_validator import OpenAPIV31SpecValidator
    except ImportError:
        print("(openapi-spec-validator is not installed: 3.1 was not judged as a whole)")
    else:
        verdict(list(OpenAPIV31SpecValidator(document).iter_errors()), "openapi-spec-validator finds it valid as 3.1")
    sys.exit(failures > 0)


main()
