/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feed.c - RSS 0.9x, 1.0 and 2.0, Atom, and WordPress's exports, which are RSS: an article an item. */
#include "indexer/formats/feed.h"

#include "indexer/formats/xml_node.h"
#include "indexer/formats/xml_records.h"

#include <stdlib.h>
#include <string.h>

static const char *const items[] = {"item", "entry", NULL};

static bool is_item(const xmlNode *node)
{
    return xml_is(node, "item") || xml_is(node, "entry");
}

/* Of RSS the channel (some write another name), which in RSS 1.0 holds no items but the feed's own facts. */
static bool holds(void *ctx, const xmlNode *node, int depth)
{
    (void)ctx;
    if (depth == 1)
        return !is_item(node);
    return depth == 2 && !is_item(node) && (xml_is(node->parent, "rss") || xml_is(node, "channel"));
}

static void keep(char **slot, char *text)
{
    if (!*slot)
        *slot = text;
    else
        free(text);
}

/* A fact of the feed itself. */
static void note(struct feed *f, xmlNode *node)
{
    if (xml_is(node, "title"))
        keep(&f->title, feed_line(node));
    else if (xml_is(node, "language") || xml_is(node, "dc:language"))
        keep(&f->lang, xml_text(node));
    else if (xml_is(node, "author"))
        keep(&f->author, xml_child_text(node, "name"));
    else if (xml_is(node, "wp:author"))
        wxr_author(f, node);
    else if (xml_is(node, "link") && xml_attribute(node, "href")) {
        const char *rel = xml_attribute(node, "rel");
        if (!rel || strcmp(rel, "alternate") == 0)
            keep(&f->link, strdup(xml_attribute(node, "href")));
    } else if (xml_is(node, "link"))
        keep(&f->link, xml_text(node));
}

static int record(void *ctx, xmlNode *node, const char *where)
{
    struct feed *f = ctx;

    if (!is_item(node)) {
        note(f, node);
        return 0;
    }
    f->items++;
    bool exported = wxr_is(node);
    if (exported && !wxr_is_published(f, node))
        return 0;
    cJSON *facts = cJSON_CreateObject();
    if (!facts)
        return error_set(f->err, FAULT_MEMORY, "out of memory");
    if (exported)
        wxr_item(f, node, facts);
    feed_item(f, node, facts);
    int rc = facts_give(facts, node, xml_is(node, "entry") ? "feed" : "rss", where, f->sink, f->err);
    cJSON_Delete(facts);
    return rc;
}

int feed_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct feed f = {.name = name, .sink = sink, .err = err};
    const struct xml_records records = {&f, holds, record, items};

    int rc = xml_records_read(in, name, &records, sink, err);
    if (!rc)
        left_out_tell(&f.left, name, sink);
    if (!rc && !f.items && sink->note)
        sink->note(sink->ctx, name, "a feed without articles");
    free(f.title);
    free(f.lang);
    free(f.link);
    free(f.author);
    cJSON_Delete(f.people);
    return rc;
}
