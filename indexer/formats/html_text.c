/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_text.c - the main text of a page. */
#include "indexer/formats/html_text.h"

#include "indexer/formats/html_names.h"
#include "indexer/formats/html_paragraphs.h"
#include "indexer/formats/html_prune.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void inner(const xmlNode *node, int depth, struct buffer *out)
{
    for (const xmlNode *child = depth < HTML_DEPTH_MAX ? node->children : NULL; child && !out->failed;
         child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            for (const char *c = (const char *)child->content; c && *c; c++) {
                if (!is_space(*c))
                    buffer_putc(out, *c);
                else if (out->len && !is_space(out->data[out->len - 1]))
                    buffer_putc(out, ' ');
            }
        } else if (html_is(child, "br")) {
            buffer_putc(out, '\n');
        } else if (!html_is_no_text(child)) {
            inner(child, depth + 1, out);
        }
    }
}

void html_inner_text(const xmlNode *node, struct buffer *out)
{
    inner(node, 0, out);
    while (out->len && is_space(out->data[out->len - 1]))
        out->data[--out->len] = '\0';
}

void html_main_text(const xmlNode *article, const char *title, struct buffer *out)
{
    struct html_paragraphs p;
    html_paragraphs_of(article, &p);
    if (!p.text.failed)
        html_prune(&p, title);
    for (size_t i = 0; i < p.count; i++) {
        if (p.at[i].left_out)
            continue;
        if (out->len)
            buffer_puts(out, "\n\n");
        buffer_append(out, p.text.data + p.at[i].from, p.at[i].len);
    }
    out->failed |= p.text.failed;
    html_paragraphs_free(&p);
}
