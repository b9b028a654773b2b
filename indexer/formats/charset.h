/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset.h - text of another charset made into UTF-8, when it says or shows what it is. */
#ifndef HUSTINGS_CHARSET_H
#define HUSTINGS_CHARSET_H

#include "archive/buffer.h"
#include "archive/error.h"

bool charset_is_utf8(const char *bytes, size_t len);
/* Whether they are no UTF-8 and not meant to be: more of what is not ASCII is broken than whole, and there is no mark.
 */
bool charset_is_broken(const char *bytes, size_t len);
/* Whether the bytes open with the mark of UTF-16 or UTF-32, either order; or look like UTF-16 without, or as XML does in
 * one of them. */
bool charset_is_utf16(const char *bytes, size_t len);
/* Bytes of UTF-8's own mark at the start: 3 or 0. */
size_t charset_mark(const char *bytes, size_t len);

/* Appends the bytes as UTF-8, without mark. *warning (static, or NULL) says what had to be
 * assumed: what charset bytes are that are no UTF-8 is guessed (charset_guess.h), unless most of
 * what is not ASCII is UTF-8, whose broken bytes are then left for text_clean to replace. */
int charset_convert(const char *bytes, size_t len, struct buffer *out, const char **warning, struct error *err);
/* The same from a charset that iconv knows, but UTF-8 (whose forms of five bytes glibc lets through); what it does not
 * have becomes U+FFFD. */
int charset_convert_from(const char *name, const char *bytes, size_t len, struct buffer *out, struct error *err);

#endif
