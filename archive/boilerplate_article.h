/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_article.h - what an article says of its lines. */
#ifndef HUSTINGS_BOILERPLATE_ARTICLE_H
#define HUSTINGS_BOILERPLATE_ARTICLE_H

#include "archive/article.h"
#include "archive/boilerplate_tally.h"
#include "archive/record.h"

enum { BOILERPLATE_LINES_MAX = 2000 /* of one article that are counted, the first ones */ };

/* Into *out, whose keys lie in the buffer (cleared first). False: out of memory. */
bool boilerplate_article_make(const struct article *a, struct buffer *keys, struct boilerplate_article *out);
bool boilerplate_article_read(const struct record *record, struct record_text text, struct buffer *keys,
                              struct boilerplate_article *out);
bool boilerplate_article_has(const struct boilerplate_article *a, uint64_t key);

#endif
