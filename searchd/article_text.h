/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_text.h - the text of an article that a permalink names: the newest, or an earlier one by its hash. */
#ifndef HUSTINGS_ARTICLE_TEXT_H
#define HUSTINGS_ARTICLE_TEXT_H

#include "archive/reader.h"

enum { ARTICLE_TEXTS_TOLD = 384 }; /* bytes of what is said of the texts there are */

enum article_text_kind { ARTICLE_TEXT_NONE, ARTICLE_TEXT_FOUND, ARTICLE_TEXT_RETRACTED };

/* Of the article whose newest record that is, finds the text whose hash begins with the hex digits (NULL: the newest).
 * ARTICLE_TEXT_FOUND: *out is its record, whose article lies in b. NONE: told says which texts there are. RETRACTED:
 * it was there, and told is why it no longer is. -1: that failed. */
int article_text(struct reader *r, const struct record *newest, const char *digits, struct buffer *b,
                 struct segment_record *out, enum article_text_kind *kind, char told[ARTICLE_TEXTS_TOLD],
                 struct error *err);

#endif
