/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_paragraphs.h - a text as paragraphs, put piece by piece, some of them within an element.
 *
 * An empty line ends a paragraph, any other line end is a <br>; other white space is kept, for style.css to show. An
 * element never spans two paragraphs: it is opened again in the next. */
#ifndef HUSTINGS_HTML_PARAGRAPHS_H
#define HUSTINGS_HTML_PARAGRAPHS_H

#include "archive/buffer.h"

enum { PARAGRAPHS_TEXT_MAX = 2 << 20 }; /* bytes that one page shows: 350,000 words */

enum html_piece { PIECE_PLAIN, PIECE_MARK, PIECE_INS, PIECE_DEL };

struct html_paragraphs {
    struct buffer *out;
    size_t left; /* bytes that may still be put */
    bool cut;    /* there were more */
    bool open;   /* a paragraph is */
    unsigned ends; /* line ends since the last letter */
};

static inline struct html_paragraphs html_paragraphs_make(struct buffer *out)
{
    return (struct html_paragraphs){.out = out, .left = PARAGRAPHS_TEXT_MAX};
}
/* A mark has the id "mark-3", what was put in or taken out "change-3", of that number; 0: none. */
void html_paragraphs_put(struct html_paragraphs *p, enum html_piece kind, unsigned number, const char *text,
                         size_t len);
void html_paragraphs_end(struct html_paragraphs *p);

#endif
