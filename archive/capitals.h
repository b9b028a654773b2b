/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capitals.h - the words in BlackLivesMatter, for queries: hashtags and names that people write together.
 *
 * Taken apart are two to WORD_PARTS_MAX parts of three ASCII letters or more, the first of each its one capital: so not
 * McConnell, DeSantis or iPhone. MacArthur is, but a query looks for the parts only as a phrase beside the whole, and
 * hardly anybody writes "Mac Arthur". The index keeps such words whole: phrases, names and totals stay as they are. */
#ifndef HUSTINGS_CAPITALS_H
#define HUSTINGS_CAPITALS_H

#include "archive/words.h"

/* How many parts text has, and where each ends, in bytes; 0: it is not written so. */
size_t capitals_parts(const char *text, size_t len, size_t ends[WORD_PARTS_MAX]);

#endif
