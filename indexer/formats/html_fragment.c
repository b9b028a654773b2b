/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_fragment.c - a piece of HTML into paragraphs: unlike a page's, all of its text is meant. */
#include "indexer/formats/html_fragment.h"

#include "indexer/formats/format.h"
#include "indexer/formats/html_parse.h"
#include "indexer/formats/html_tags.h"

#include <string.h>
#include <strings.h>

enum { DEPTH_MAX = 256 }; /* of elements; libxml2's own limit */

struct walk {
    struct buffer *out;
    size_t from;   /* of out: nothing before it is ours */
    int ends;      /* line ends owed before the next letter: 1 or 2 */
    bool gap;      /* a space is */
};

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++) {
        if (strcasecmp((const char *)node->name, *names) == 0)
            return true;
    }
    return false;
}

static void put_text(struct walk *w, const char *c)
{
    for (; c && *c; c++) {
        if (strchr(" \t\r\n", *c)) {
            w->gap = true;
            continue;
        }
        if (w->out->len > w->from && w->ends)
            buffer_puts(w->out, w->ends > 1 ? "\n\n" : "\n");
        else if (w->out->len > w->from && w->gap)
            buffer_putc(w->out, ' ');
        w->ends = 0;
        w->gap = false;
        buffer_putc(w->out, *c);
    }
}

static void walk(struct walk *w, const xmlNode *node, int depth)
{
    static const char *const left_out[] = {"script", "style",  "head",   "title", "template",
                                           "figure", "iframe", "object", NULL};
    static const char *const inlines[] = {"a",  "abbr", "b",     "bdi",  "cite",   "code",  "del",  "dfn",
                                          "em", "font", "i",     "ins",  "kbd",    "label", "mark", "q",
                                          "s",  "samp", "small", "span", "strong", "sub",   "sup",  "time",
                                          "tt", "u",    "var",   "wbr",  "img",    NULL};
    for (; node && depth < DEPTH_MAX; node = node->next) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            put_text(w, (const char *)node->content);
        } else if (node->type != XML_ELEMENT_NODE || is_one_of(node, left_out)) {
            continue;
        } else if (strcasecmp((const char *)node->name, "br") == 0) {
            w->ends += w->ends < 2;
        } else {
            bool block = !is_one_of(node, inlines);
            w->ends = block ? 2 : w->ends;
            walk(w, node->children, depth + 1);
            w->ends = block ? 2 : w->ends;
        }
    }
}

void html_fragment_text(const char *bytes, size_t len, struct buffer *out)
{
    bool fit = len && len <= DOCUMENT_BYTES_MAX && !html_has_crowded_tag(bytes, len) &&
               !html_has_too_many_tags(bytes, len);
    htmlDocPtr doc = fit ? html_parse(bytes, len, "UTF-8") : NULL;
    struct walk w = {.out = out, .from = out->len};

    if (doc)
        walk(&w, xmlDocGetRootElement(doc), 0);
    xmlFreeDoc(doc);
}
