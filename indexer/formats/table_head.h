/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table_head.h - what the first line of a CSV or TSV file tells: the delimiter, and whether it is one. */
#ifndef HUSTINGS_TABLE_HEAD_H
#define HUSTINGS_TABLE_HEAD_H

#include <stdbool.h>
#include <stddef.h>

/* ',', ';', tab or '|': the one that parts the first line into most names of article keys, else into most cells. */
char table_delimiter(const char *bytes, size_t len);
/* Whether lines end in '\\r' alone, as those of old Macintoshes did. */
bool table_is_mac(const char *bytes, size_t len);
/* Whether a line (NUL-terminated) is no header but "sep=;", as Excel writes it above one. */
bool table_says_delimiter(const char *line);
/* Whether the bytes open with a header that names a title or text and one fact more, and a row of as many cells
 * follows: what a plain text hardly does. */
bool table_is_one(const char *bytes, size_t len);

#endif
