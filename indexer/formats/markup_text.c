/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markup_text.c - all the text of a piece of markup, by paragraphs. */
#include "indexer/formats/markup_text.h"

#include "indexer/formats/html_parse.h"
#include "indexer/formats/html_tags.h"

#include <string.h>
#include <strings.h>

enum { DEPTH_MAX = 256 };

/* What lies between the text before and the next. */
enum gap { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_PARAGRAPH };

struct writing {
    struct buffer *out;
    enum gap gap;
    size_t from; /* where our text begins in out */
};

static bool is_any(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcasecmp(name, *names) == 0)
            return true;
    }
    return false;
}

static bool is_left_out(const char *name)
{
    static const char *const names[] = {"script", "style",  "noscript",  "iframe",   "form",       "button",   "svg",
                                        "object", "head",   "select",    "figure",   "figcaption", "template", "nav",
                                        "audio",  "video",  "body.head", "media",    "header",     "footer",   "title",
                                        "embed",  "canvas", "map",       "textarea", NULL};
    return is_any(name, names);
}

static enum gap gap_of(const char *name)
{
    static const char *const blocks[] = {"p",       "div",   "h1",      "h2",      "h3",      "h4",         "h5",
                                         "h6",      "li",    "ul",      "ol",      "dl",      "dt",         "dd",
                                         "pre",     "table", "section", "article", "aside",   "blockquote", "hr",
                                         "hl1",     "hl2",   "block",   "note",    "address", "center",     "body",
                                         "caption", "main",  "details", "bq",      "fn",      NULL};
    if (is_any(name, blocks))
        return GAP_PARAGRAPH;
    if (strcasecmp(name, "tr") == 0)
        return GAP_LINE;
    return strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0 ? GAP_SPACE : GAP_NONE;
}

static void part(struct writing *w, enum gap gap)
{
    if (gap > w->gap)
        w->gap = gap;
}

static void put(struct writing *w, const char *text, bool keeps_lines)
{
    static const char *const between[] = {"", " ", "\n", "\n\n"};

    while (*text) {
        size_t n = strspn(text, " \t\r\n");
        size_t lines = 0;
        for (size_t i = 0; keeps_lines && i < n; i++)
            lines += text[i] == '\n';
        if (n)
            part(w, lines > 1 ? GAP_PARAGRAPH : lines ? GAP_LINE : GAP_SPACE);
        text += n;
        n = strcspn(text, " \t\r\n");
        if (!n)
            break;
        if (w->out->len > w->from)
            buffer_puts(w->out, between[w->gap]);
        w->gap = GAP_NONE;
        buffer_append(w->out, text, n);
        text += n;
    }
}

static void walk(const xmlNode *node, bool keeps_lines, int depth, struct writing *w)
{
    for (const xmlNode *child = depth < DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        const char *name = (const char *)child->name;
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            put(w, child->content ? (const char *)child->content : "", keeps_lines);
        } else if (child->type != XML_ELEMENT_NODE || is_left_out(name)) {
            continue;
        } else if (strcasecmp(name, "br") == 0) {
            part(w, w->gap >= GAP_LINE ? GAP_PARAGRAPH : GAP_LINE); /* two part paragraphs */
        } else {
            enum gap gap = gap_of(name);
            part(w, gap);
            walk(child, keeps_lines || strcasecmp(name, "pre") == 0, depth + 1, w);
            part(w, gap);
        }
    }
}

void markup_text(const xmlNode *node, struct buffer *out)
{
    struct writing w = {out, GAP_NONE, out->len};
    walk(node, false, 0, &w);
}

bool markup_html_text(const char *html, size_t len, bool lines, struct buffer *out)
{
    if (html_has_crowded_tag(html, len) || html_has_too_many_tags(html, len))
        return false;
    htmlDocPtr doc = html_parse(html, len, "UTF-8");
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    struct writing w = {out, GAP_NONE, out->len};
    if (root)
        walk(root, lines, 0, &w);
    xmlFreeDoc(doc);
    return root != NULL;
}

bool markup_is_html(const char *text)
{
    const char *last = strrchr(text, '>');

    for (const char *at = text; (at = strpbrk(at, "<&")); at++) {
        size_t n = strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#/!");
        if (*at == '<' && n && at[1] != '#' && last && at < last)
            return true;
        if (*at == '&' && n > 1 && at[1 + n] == ';')
            return true;
    }
    return false;
}
