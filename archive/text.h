/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.h - UTF-8 made fit to keep, and folded to compare. */
#ifndef HUSTINGS_TEXT_H
#define HUSTINGS_TEXT_H

#include "archive/buffer.h"

/* Appends text made fit for the archive: valid UTF-8 (a bad byte becomes
 * U+FFFD), no NUL or control characters but \n and \t, CR and CRLF as \n. */
bool text_clean(const char *text, size_t len, struct buffer *out);
bool text_is_clean(const char *text, size_t len);
/* Appends the folded form: NFKC, casefold, marks of Latin, Greek, Cyrillic,
 * Hebrew and Arabic stripped, o-slash and the like to their base letters, soft
 * hyphens and zero-width characters gone, quotes straight, white space runs as
 * one space and none at the ends. For values (source, author, tag) and words. */
bool text_fold(const char *text, size_t len, struct buffer *out);
/* Decodes one code point of clean text at *at (before end) and moves on;
 * a bad byte gives U+FFFD and moves one byte. */
int32_t text_next(const char **at, const char *end);

#endif
