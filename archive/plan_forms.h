/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_forms.h - the terms that a word of a query stands for. For plan*.c only. */
#ifndef HUSTINGS_PLAN_FORMS_H
#define HUSTINGS_PLAN_FORMS_H

#include "archive/phrase.h"
#include "archive/plan.h"

struct planner {
    struct reader *reader;
    struct arena *arena;
    enum query_field in;
    size_t prefix_look; /* terms that prefixes may still look at */
    struct stemmer *stemmers[READER_LANGS_MAX]; /* made when first needed */
    float boost; /* of the word to be planned next */
    struct plan *plan;
    struct error *err;
};

/* The word's forms, itself first: all inflections, or with `spellings` only itself and its other
 * spelling. -1: planner->err is set. */
int plan_forms(struct planner *p, const struct query_word *word, bool spellings, struct term_list *out);
/* The archive's words that begin as word does, under prefix (kept in front of none); a warning when there are too many.
 */
int plan_prefix(struct planner *p, const char *prefix, const struct query_word *word, struct term_list *out);
void plan_warn(struct planner *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
