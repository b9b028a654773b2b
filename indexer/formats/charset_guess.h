/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset_guess.h - what charset bytes are that say nothing of it and are no UTF-8. */
#ifndef HUSTINGS_CHARSET_GUESS_H
#define HUSTINGS_CHARSET_GUESS_H

#include <stddef.h>

/* A charset and how it is told to people. */
struct charset {
    const char *name; /* iconv's */
    const char *warning;
};

/* By uchardet, for the charsets of newspapers alone, and only where the bytes are many enough to tell by and as dense
 * as letters of such a language; Mac Roman by letters in words where western charsets have none; else Windows-1252, as
 * browsers do. Never NULL. */
const struct charset *charset_guess(const char *bytes, size_t len);
/* "UTF-16LE" or "UTF-16BE" for bytes that look like it without its mark; NULL: they do not. */
const char *charset_bare_utf16(const char *bytes, size_t len);

#endif
