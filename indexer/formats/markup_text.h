/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markup_text.h - all the text of a piece of markup, by paragraphs: of a feed's item or a wire's body, where
 * html_text.h's choice of a page's main part is not wanted. */
#ifndef HUSTINGS_MARKUP_TEXT_H
#define HUSTINGS_MARKUP_TEXT_H

#include "archive/buffer.h"

#include <libxml/tree.h>

/* Appends the text below node, of HTML, XHTML or NITF: paragraphs parted by one empty line; without scripts, forms,
 * pictures and their captions. */
void markup_text(const xmlNode *node, struct buffer *out);
/* The same of HTML as text (UTF-8). Where blank lines part paragraphs too (WordPress), lines is set. False: it is no
 * HTML that can be read, or no memory. */
bool markup_html_text(const char *html, size_t len, bool lines, struct buffer *out);
/* Whether a text has tags or references in it, and so must be HTML. */
bool markup_is_html(const char *text);

#endif
