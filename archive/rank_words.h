/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rank_words.h - where some words stand in a document, in the document's order. For rank*.c only.
 *
 * In a run that is read from its forward file; in the delta, which has none, from Xapian's positions. */
#ifndef HUSTINGS_RANK_WORDS_H
#define HUSTINGS_RANK_WORDS_H

#include "archive/phrase.h"
#include "archive/reader.h"

enum { RANK_WORDS_MAX = 128 };

struct rank_words;
/* forms: of each word, borrowed; a form of two words is the first one's. Good until r is refreshed. NULL: the arena is
 * full. */
struct rank_words *rank_words_new(struct reader *r, const struct term_list *forms, size_t count, struct arena *arena);

/* An occurrence: positions rise within a field, and those of two fields are far apart. */
typedef void rank_take(void *ctx, unsigned word, enum query_field field, uint32_t position);
/* Gives all of document docid, as match_hit has it, to take. */
int rank_words_read(struct rank_words *w, uint32_t docid, rank_take *take, void *ctx, struct error *err);

#endif
