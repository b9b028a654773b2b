/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoted_word.h - whether a document has a word within a quotation, asked while a search runs.
 *
 * What phrase.h is for words that stand together; here any form of one will do, and there may be many. */
#ifndef HUSTINGS_QUOTED_WORD_H
#define HUSTINGS_QUOTED_WORD_H

#include "archive/phrase.h"

struct quoted_word;
/* Good until r is refreshed. NULL: the arena is full. */
struct quoted_word *quoted_word_new(struct reader *r, struct arena *arena, const struct term_list *forms);
/* A match_sift, of documents that have a form somewhere; ctx is the word. */
int quoted_word_sift(void *ctx, struct match_window *window, struct error *err);

#endif
