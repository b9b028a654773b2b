/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_text.c - the main text of a page: the block that holds most prose outside links. */
#include "indexer/formats/html_text.h"

#include <string.h>
#include <strings.h>

enum { DEPTH_MAX = 256 }; /* of elements; libxml2's own limit, so that our recursion has one too */

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++) {
        if (strcasecmp((const char *)node->name, *names) == 0)
            return true;
    }
    return false;
}

static bool is_left_out(const xmlNode *node)
{
    static const char *const names[] = {"script", "style",  "noscript", "nav",    "aside",  "footer",
                                        "figure", "form",   "head",     "iframe", "button", "template",
                                        "select", "object", "svg",      "menu",   NULL};
    return node->type != XML_ELEMENT_NODE || is_one_of(node, names);
}

static bool is_paragraph(const xmlNode *node)
{
    static const char *const names[] = {"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "dd", NULL};
    return node->type == XML_ELEMENT_NODE && is_one_of(node, names);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void inner(xmlNode *node, int depth, struct buffer *out)
{
    if (depth > DEPTH_MAX)
        return;
    for (xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            for (const char *c = (const char *)child->content; c && *c; c++) {
                if (!is_space(*c))
                    buffer_putc(out, *c);
                else if (out->len && !is_space(out->data[out->len - 1]))
                    buffer_putc(out, ' ');
            }
        } else if (child->type == XML_ELEMENT_NODE && strcasecmp((const char *)child->name, "br") == 0) {
            buffer_putc(out, '\n');
        } else if (!is_left_out(child)) {
            inner(child, depth + 1, out);
        }
    }
}

void html_inner_text(xmlNode *node, struct buffer *out)
{
    inner(node, 0, out);
    while (out->len && is_space(out->data[out->len - 1]))
        out->data[--out->len] = '\0';
}

/* Bytes of text under node; links count against it, as navigation is all links. */
static long prose(xmlNode *node, bool linked, int depth)
{
    long sum = 0;
    if (depth > DEPTH_MAX)
        return 0;
    for (xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_TEXT_NODE && child->content)
            sum += (long)strlen((const char *)child->content) * (linked ? -1 : 1);
        else if (!is_left_out(child))
            sum += prose(child, linked || strcasecmp((const char *)child->name, "a") == 0, depth + 1);
    }
    return sum;
}

/* The element whose own paragraphs hold the most prose. */
static void densest(xmlNode *node, int depth, xmlNode **best, long *most)
{
    long own = 0;
    if (depth > DEPTH_MAX)
        return;
    for (xmlNode *child = node->children; child; child = child->next) {
        if (is_left_out(child))
            continue;
        if (is_paragraph(child))
            own += prose(child, false, depth + 1);
        densest(child, depth + 1, best, most);
    }
    if (own > *most) {
        *most = own;
        *best = node;
    }
}

static xmlNode *find(xmlNode *node, const char *name, int depth)
{
    for (xmlNode *child = depth > DEPTH_MAX ? NULL : node->children; child; child = child->next) {
        if (is_left_out(child))
            continue;
        if (strcasecmp((const char *)child->name, name) == 0)
            return child;
        xmlNode *deeper = find(child, name, depth + 1);
        if (deeper)
            return deeper;
    }
    return NULL;
}

static void paragraphs(xmlNode *node, int depth, struct buffer *out)
{
    if (depth > DEPTH_MAX)
        return;
    for (xmlNode *child = node->children; child; child = child->next) {
        if (is_left_out(child))
            continue;
        if (!is_paragraph(child) || find(child, "p", depth + 1)) {
            paragraphs(child, depth + 1, out);
            continue;
        }
        struct buffer one = buffer_make(out->max);
        html_inner_text(child, &one);
        if (one.len && out->len)
            buffer_puts(out, "\n\n");
        buffer_append(out, one.data, one.len);
        if (one.failed)
            out->failed = true;
        buffer_free(&one);
    }
}

void html_main_text(xmlNode *root, struct buffer *out)
{
    xmlNode *area = find(root, "article", 0);
    if (!area)
        area = find(root, "main", 0);
    xmlNode *best = area ? area : root;
    long most = 0;
    if (!area)
        densest(root, 0, &best, &most);
    paragraphs(best, 0, out);
    if (!out->len) /* a page without paragraphs */
        html_inner_text(best, out);
}
