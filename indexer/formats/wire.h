/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire.h - what the readers of agency wires share: NITF alone or within NewsML, and XHTML and text within it. */
#ifndef HUSTINGS_WIRE_H
#define HUSTINGS_WIRE_H

#include "indexer/formats/facts.h"

#include <libxml/tree.h>

/* The facts and text of <nitf>; what is set already stays. */
void nitf_facts(xmlNode *nitf, cJSON *facts);
/* The status it gives itself ("usable", "canceled"); borrowed, or NULL. */
const char *nitf_status(const xmlNode *nitf);
/* The text of what lies in a content element: <nitf> with its facts, XHTML, or text. False: there is none. */
bool wire_content(xmlNode *content, cJSON *facts);
/* "stat:canceled" and its like: whether the wire has taken the item back, or asks not to use it. */
bool wire_is_gone(const char *status);
/* What stands behind the last ':' of a code. */
const char *wire_code(const char *qcode);

/* How the items of a kind of wire are read, one after the other. */
enum { WIRE_KIND_MAX = 40 };
struct wire_kind {
    bool (*holds)(const xmlNode *node, int depth); /* items, so that it is none itself */
    /* Why node is no article to take: "" of what is no item; kind is room for a name. NULL: it is one. */
    const char *(*left_out)(const xmlNode *node, char kind[WIRE_KIND_MAX]);
    void (*facts)(xmlNode *item, cJSON *facts);
    const char *around; /* facts_give's */
};
int wire_read(const struct wire_kind *kind, struct input *in, const char *name, const struct sink *sink,
              struct error *err);

#endif
