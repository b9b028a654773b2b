/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docid_article.h - the article of a match: its record, and what its text says. */
#ifndef HUSTINGS_DOCID_ARTICLE_H
#define HUSTINGS_DOCID_ARTICLE_H

#include "archive/arena.h"
#include "archive/reader.h"

/* The record of docid (over all shards), in arena. */
int docid_record(struct reader *r, uint32_t docid, struct arena *arena, struct record *out, struct error *err);
/* An article's text without the lines that are boilerplate: text as it is, or in arena. False: out of memory. */
bool docid_said(struct reader *r, const struct record *record, struct arena *arena, struct record_text *text);
/* The record and what the stored text says, which lies in reader_buffer or arena. Of a damaged article what cannot be
 * read is empty. */
int docid_article(struct reader *r, uint32_t docid, struct arena *arena, struct record *record,
                  struct record_text *text, struct error *err);

#endif
