/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_words.h - in how many articles of two sets each word stands. For compare*.c only.
 *
 * A run's words have numbers (forward.h), which say what a word counts as once it was met: each article is read once,
 * and nothing is looked up by text but each word's first time. */
#ifndef HUSTINGS_COMPARE_WORDS_H
#define HUSTINGS_COMPARE_WORDS_H

#include "archive/query.h"
#include "archive/reader.h"

struct compare_words;
struct compare_words *compare_words_new(struct reader *r); /* NULL: out of memory */
void compare_words_free(struct compare_words *w);          /* accepts NULL */
/* The words of that query will not count; before anything is counted. root's words are borrowed. */
int compare_words_leave_out(struct compare_words *w, const struct query_node *root, struct error *err);
/* Counts a document of a shard into the sets whose bits are in sides: 1 and 2. */
int compare_words_count(struct compare_words *w, size_t shard, size_t document, unsigned sides, struct error *err);

/* What counts as one word is a unit; those of the query stay at 0. */
size_t compare_words_units(const struct compare_words *w);
const uint32_t *compare_words_articles(const struct compare_words *w, size_t unit); /* of both sets that have it */
xap_text compare_words_stem(const struct compare_words *w, size_t unit);            /* of its forms */
/* Gives the forms of the units that are wanted (an item each) to take, with their uses in both sets; the same form may
 * come once a shard. False: take said so. */
typedef bool compare_take_form(void *ctx, size_t unit, xap_text form, const uint32_t uses[2]);
bool compare_words_forms(const struct compare_words *w, const bool *wanted, compare_take_form *take, void *ctx);

#endif
