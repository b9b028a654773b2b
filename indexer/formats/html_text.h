/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_text.h - the main text of a page. */
#ifndef HUSTINGS_HTML_TEXT_H
#define HUSTINGS_HTML_TEXT_H

#include "archive/buffer.h"

#include <libxml/tree.h>

/* Appends the paragraphs of the page's main text, parted by empty lines. */
void html_main_text(xmlNode *root, struct buffer *out);
/* Appends all text under node, white space runs as one space. */
void html_inner_text(xmlNode *node, struct buffer *out);

#endif
