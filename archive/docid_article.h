/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docid_article.h - the article of a match: its record and stored text. */
#ifndef HUSTINGS_DOCID_ARTICLE_H
#define HUSTINGS_DOCID_ARTICLE_H

#include "archive/arena.h"
#include "archive/reader.h"

/* docid: over all shards. The record lives in arena, the text in reader_buffer. A damaged article has no text. */
int docid_article(struct reader *r, uint32_t docid, struct arena *arena, struct record *record,
                  struct record_text *text, struct error *err);

#endif
