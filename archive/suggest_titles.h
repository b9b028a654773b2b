/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_titles.h - the newest titles with what was typed. For suggest*.c only. */
#ifndef HUSTINGS_SUGGEST_TITLES_H
#define HUSTINGS_SUGGEST_TITLES_H

#include "archive/suggest_phrases.h"

/* Fills out with up to max titles that have each word typed, the last as a beginning; those that begin with them
 * come first. How many, or -1. Into phrases (empty at first) how such titles go on. */
int suggest_titles(struct reader *r, const struct typed *typed, size_t max, struct arena *arena, struct suggestion *out,
                   struct suggested_phrases *phrases, struct error *err);

#endif
