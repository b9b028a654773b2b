/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_text.h - the main text of a page. */
#ifndef HUSTINGS_HTML_TEXT_H
#define HUSTINGS_HTML_TEXT_H

#include "archive/buffer.h"

#include <libxml/tree.h>

/* Appends the paragraphs of the text of article (as html_article has it), parted by empty lines. title (or NULL) is not
 * said again. */
void html_main_text(const xmlNode *article, const char *title, struct buffer *out);
/* Appends all text under node, white space runs as one space; no further than out->max. */
void html_inner_text(const xmlNode *node, struct buffer *out);

#endif
