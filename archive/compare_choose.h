/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_choose.h - which of the words counted are told, and how they are written. For compare.c only. */
#ifndef HUSTINGS_COMPARE_CHOOSE_H
#define HUSTINGS_COMPARE_CHOOSE_H

#include "archive/compare.h"
#include "archive/compare_words.h"

/* Fills words of both sides of out, which has `counted`: at most limit of each. */
int compare_choose(struct reader *r, const struct compare_words *words, uint32_t limit, struct arena *arena,
                   struct comparison *out, struct error *err);

#endif
