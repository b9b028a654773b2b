/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase.h - whether a document holds a phrase or near group, asked while a search runs.
 *
 * In a run the answer lies in its forward file; in the delta, which has none, in Xapian's positions. */
#ifndef HUSTINGS_PHRASE_H
#define HUSTINGS_PHRASE_H

#include "archive/arena.h"
#include "archive/query.h"
#include "archive/reader.h"

struct term_list {
    xap_text *at; /* in an arena */
    size_t count;
};

struct phrase;
/* parts: the forms each part may take, two parts sharing either all of theirs or none. field: FIELD_ANY, FIELD_TITLE,
 * FIELD_BODY or FIELD_AUTHOR; a phrase lies in one of them. distance: words that may stand between, when not ordered.
 * Good until r is refreshed. NULL: the arena is full. */
struct phrase *phrase_new(struct reader *r, struct arena *arena, bool ordered, enum query_field field,
                          const struct term_list *parts, size_t count, unsigned distance);
/* A match_sieve and a match_check; ctx is the phrase. */
void phrase_sieve(void *ctx, size_t shard, uint32_t from, uint64_t bits[]);
int phrase_check(void *ctx, size_t shard, uint32_t document, bool *holds, struct error *err);

#endif
