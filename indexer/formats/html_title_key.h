/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_title_key.h - what a headline and a page's title have in common, whatever marks they set. */
#ifndef HUSTINGS_HTML_TITLE_KEY_H
#define HUSTINGS_HTML_TITLE_KEY_H

#include "archive/buffer.h"

enum { TITLE_BYTES_MAX = 1024 }; /* a longer text is no title */

/* Appends text's letters and digits, folded. False: there are none, or it is too long. */
bool html_title_key(const char *text, size_t len, struct buffer *key);

#endif
