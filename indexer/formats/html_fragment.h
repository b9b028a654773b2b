/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_fragment.h - the paragraphs of a piece of HTML that stands in another format, as UTF-8. */
#ifndef HUSTINGS_HTML_FRAGMENT_H
#define HUSTINGS_HTML_FRAGMENT_H

#include "archive/buffer.h"

/* Appends all its text, its paragraphs parted by empty lines; nothing for what is no HTML. */
void html_fragment_text(const char *bytes, size_t len, struct buffer *out);

#endif
