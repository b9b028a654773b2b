/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_paragraphs.c - a text as paragraphs, put piece by piece. */
#include "searchd/web/html_paragraphs.h"

#include <string.h>

#include "searchd/web/html.h"

static const char *const elements[] = {[PIECE_MARK] = "mark", [PIECE_INS] = "ins", [PIECE_DEL] = "del"};

/* What stands between the last letter and the next. */
static void go_on(struct html_paragraphs *p)
{
    if (p->open && p->ends > 1)
        html_paragraphs_end(p);
    if (!p->open)
        html(p->out, "<p dir=\"auto\">");
    else if (p->ends)
        html(p->out, "<br>");
    p->open = true;
    p->ends = 0;
}

static void put_run(struct html_paragraphs *p, enum html_piece kind, unsigned number, const char *text, size_t len)
{
    go_on(p);
    if (kind != PIECE_PLAIN)
        html(p->out, "<%s", elements[kind]);
    if (kind != PIECE_PLAIN && number)
        html(p->out, " id=\"%s-%u\"", kind == PIECE_MARK ? "mark" : "change", number);
    if (kind != PIECE_PLAIN)
        html(p->out, ">");
    html_text(p->out, text, len);
    if (kind != PIECE_PLAIN)
        html(p->out, "</%s>", elements[kind]);
}

/* As much of a text as may still be put, and no half letter. */
static size_t that_fits(const struct html_paragraphs *p, const char *text, size_t len)
{
    if (len <= p->left)
        return len;
    size_t fits = p->left;
    while (fits && ((unsigned char)text[fits] & 0xC0) == 0x80)
        fits--;
    return fits;
}

void html_paragraphs_put(struct html_paragraphs *p, enum html_piece kind, unsigned number, const char *text, size_t len)
{
    size_t fits = p->cut ? 0 : that_fits(p, text, len);
    const char *end = text + fits;
    p->cut = p->cut || fits < len;
    p->left -= fits;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text)), *stop = newline ? newline : end;
        if (stop > text) {
            put_run(p, kind, number, text, (size_t)(stop - text));
            number = 0;
        }
        if (newline)
            p->ends++;
        text = newline ? newline + 1 : end;
    }
}

void html_paragraphs_end(struct html_paragraphs *p)
{
    if (p->open)
        html(p->out, "</p>\n");
    p->open = false;
}
