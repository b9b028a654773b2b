/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire.c - what the readers of agency wires share. */
#include "indexer/formats/wire.h"

#include "indexer/formats/markup_text.h"
#include "indexer/formats/xml_node.h"
#include "indexer/formats/xml_records.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *wire_code(const char *qcode)
{
    const char *colon = qcode ? strrchr(qcode, ':') : NULL;
    return colon ? colon + 1 : qcode;
}

bool wire_is_gone(const char *status)
{
    static const char *const gone[] = {"canceled", "cancelled", "withheld", "killed", "deleted", NULL};

    for (size_t i = 0; status && gone[i]; i++) {
        if (strcasecmp(wire_code(status), gone[i]) == 0)
            return true;
    }
    return false;
}

static bool has_elements(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            return true;
    }
    return false;
}

bool wire_content(xmlNode *content, cJSON *facts)
{
    struct buffer out = buffer_make(DOCUMENT_BYTES_MAX);
    xmlNode *nitf = xml_is(content, "nitf") ? content : xml_find(content, "nitf");

    if (nitf) {
        nitf_facts(nitf, facts);
    } else if (has_elements(content)) {
        markup_text(content, &out);
    } else {
        char *text = xml_text(content);
        /* Escaped HTML is sent as text/plain too. */
        if (text && (!markup_is_html(text) || !markup_html_text(text, strlen(text), false, &out)))
            buffer_puts(&out, text);
        free(text);
    }
    facts_take(facts, "text", buffer_take(&out));
    return facts_has(facts, "text");
}

struct reading {
    const struct wire_kind *kind;
    const struct sink *sink;
    struct error *err;
    struct left_out left;
};

static bool holds(void *ctx, const xmlNode *node, int depth)
{
    const struct reading *r = ctx;

    return r->kind->holds(node, depth);
}

static int record(void *ctx, xmlNode *node, const char *where)
{
    struct reading *r = ctx;
    char name[WIRE_KIND_MAX];
    const char *why = r->kind->left_out(node, name);

    if (why) {
        if (*why)
            left_out_add(&r->left, why, 1);
        return 0;
    }
    cJSON *facts = cJSON_CreateObject();
    if (!facts)
        return error_set(r->err, FAULT_MEMORY, "out of memory");
    r->kind->facts(node, facts);
    int rc = facts_give(facts, node, r->kind->around, where, r->sink, r->err);
    cJSON_Delete(facts);
    return rc;
}

int wire_read(const struct wire_kind *kind, struct input *in, const char *name, const struct sink *sink,
              struct error *err)
{
    struct reading r = {.kind = kind, .sink = sink, .err = err};
    const struct xml_records records = {&r, holds, record, NULL};

    int rc = xml_records_read(in, name, &records, sink, err);
    if (!rc)
        left_out_tell(&r.left, name, sink);
    return rc;
}
