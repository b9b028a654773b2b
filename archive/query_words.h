/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_words.h - the words that stand in a query. */
#ifndef HUSTINGS_QUERY_WORDS_H
#define HUSTINGS_QUERY_WORDS_H

#include "archive/query.h"

/* Gives each word of the articles' texts that the query names, wanted or not, to take: synonyms, parts of compounds and
 * their joined form too, but no value of a field. prefix: what begins so is meant. A word may come twice. */
typedef void query_take_word(void *ctx, const struct query_word *word, bool prefix);
void query_words(const struct query_node *root, query_take_word *take, void *ctx);

#endif
