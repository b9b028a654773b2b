/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase.h - whether a document holds a phrase or near group, asked while a search runs.
 *
 * In a run the answer lies in its forward file; in the delta, which has none, in Xapian's positions. */
#ifndef HUSTINGS_PHRASE_H
#define HUSTINGS_PHRASE_H

#include "archive/match.h"
#include "archive/query.h"

struct term_list {
    xap_text *at; /* in an arena */
    size_t count;
    size_t exact; /* so many, the first, are spellings of the word itself; the others inflections */
};

struct phrase;
/* parts: the forms each part may take, two parts sharing either all of theirs or none. field: FIELD_ANY, FIELD_TITLE,
 * FIELD_BODY, FIELD_AUTHOR or FIELD_SAID; a phrase lies in one of them, of FIELD_SAID in one quotation. distance: words
 * that may stand between, when not ordered. Good until r is refreshed. NULL: the arena is full. */
struct phrase *phrase_new(struct reader *r, struct arena *arena, bool ordered, enum query_field field,
                          const struct term_list *parts, size_t count, unsigned distance);
/* A match_sift; ctx is the phrase. */
int phrase_sift(void *ctx, struct match_window *window, struct error *err);

#endif
