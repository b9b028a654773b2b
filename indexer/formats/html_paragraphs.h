/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_paragraphs.h - the text of an element, cut into paragraphs. */
#ifndef HUSTINGS_HTML_PARAGRAPHS_H
#define HUSTINGS_HTML_PARAGRAPHS_H

#include "archive/buffer.h"

#include <libxml/tree.h>

struct html_paragraph {
    size_t from, len;   /* of html_paragraphs.text */
    size_t linked;      /* bytes within links */
    bool heading, item; /* <h2> and the like; <li> */
    bool headline;      /* <h1> */
    bool left_out;
};

struct html_paragraphs {
    struct buffer text;
    struct html_paragraph *at;
    size_t count, size;
};

/* What is beside the article (html_article) is passed over. text.failed: out of memory. */
void html_paragraphs_of(const xmlNode *article, struct html_paragraphs *out);
void html_paragraphs_free(struct html_paragraphs *p);

#endif
