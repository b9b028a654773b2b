/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_paragraphs.c - the text of an element, cut into paragraphs. */
#include "indexer/formats/html_paragraphs.h"

#include "archive/array_grow.h"
#include "indexer/formats/format.h"
#include "indexer/formats/html_names.h"
#include "indexer/formats/html_weigh.h"

#include <stdlib.h>
#include <string.h>

struct writer {
    struct html_paragraphs *out;
    size_t from, linked; /* of the paragraph that is open */
    int breaks;          /* <br> since the last letter */
    bool space;          /* white space since */
};

static void close_paragraph(struct writer *w, const xmlNode *block)
{
    struct html_paragraphs *p = w->out;
    size_t len = p->text.len - w->from;
    if (len && array_grow(&p->at, &p->size, p->count + 1, sizeof *p->at))
        p->at[p->count++] = (struct html_paragraph){.from = w->from,
                                                    .len = len,
                                                    .linked = w->linked,
                                                    .heading = html_is_heading(block),
                                                    .headline = html_is(block, "h1"),
                                                    .item = html_is(block, "li")};
    else if (len)
        p->text.failed = true;
    w->from = p->text.len;
    w->linked = 0;
    w->breaks = 0;
    w->space = false;
}

static void put_letter(struct writer *w, char c, bool linked, const xmlNode *block)
{
    if (w->breaks > 1)
        close_paragraph(w, block);
    if (w->out->text.len > w->from && (w->breaks || w->space))
        buffer_putc(&w->out->text, w->breaks ? '\n' : ' ');
    w->breaks = 0;
    w->space = false;
    buffer_putc(&w->out->text, c);
    w->linked += linked;
}

static void put_text(struct writer *w, const char *text, bool linked, const xmlNode *block)
{
    for (const char *c = text; c && *c; c++) {
        if (c[0] == '\xC2' && c[1] == '\xA0') { /* a space that does not break */
            w->space = true;
            c++;
        } else if (*c == ' ' || *c == '\n' || *c == '\t' || *c == '\r') {
            w->space = true;
        } else {
            put_letter(w, *c, linked, block);
        }
    }
}

static bool breaks_line(const xmlNode *node)
{
    return !html_is_inline(node) && !html_is(node, "td") && !html_is(node, "th");
}

static void gather(struct writer *w, const xmlNode *node, const xmlNode *block, int depth, bool linked)
{
    for (const xmlNode *child = depth < HTML_DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            put_text(w, (const char *)child->content, linked, block);
        } else if (html_is(child, "br")) {
            w->breaks++;
        } else if (!html_is_beside(child)) {
            bool breaks = breaks_line(child);
            if (breaks)
                close_paragraph(w, block);
            w->space |= !html_is_inline(child);
            gather(w, child, breaks ? child : block, depth + 1, linked || html_is(child, "a"));
            w->space |= !html_is_inline(child);
            if (breaks)
                close_paragraph(w, child);
        }
    }
}

void html_paragraphs_of(const xmlNode *article, struct html_paragraphs *out)
{
    struct writer w = {.out = out};
    *out = (struct html_paragraphs){.text = buffer_make(DOCUMENT_BYTES_MAX)};
    gather(&w, article, article, 0, false);
    close_paragraph(&w, article);
}

void html_paragraphs_free(struct html_paragraphs *p)
{
    buffer_free(&p->text);
    free(p->at);
    *p = (struct html_paragraphs){0};
}
