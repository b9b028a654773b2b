/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rank.h - the best matches put in order again, by what their posting lists do not tell.
 *
 * Closeness: a document weighs more where words that are side by side in the query stand close together, as BM25 would
 * have a word for each such pair (Rasolofo, Savoy: Term proximity scoring for keyword-based retrieval systems, ECIR
 * 2003), in the title as much more as words of the title weigh more. Title: where that holds all or most of the query.
 * Feedback (feedback.h): where it also has the words that tell the best matches from other documents. */
#ifndef HUSTINGS_RANK_H
#define HUSTINGS_RANK_H

#include "archive/plan.h"

enum { RANK_DEPTH = 50 /* matches that are looked at; those behind stay as they were */ };

struct rank_options {
    bool feedback;
    uint32_t shown; /* the first so many must be in order; of the others, those that cannot come among them need not */
    double deadline_ms;  /* from the call; 0: none. What is not looked at by then stays as it was */
    const struct recency *recency; /* as matched; may be NULL */
};

/* hits: a match's first ones by weight, from the very first on. Their weights rise by what is added. */
int rank_again(struct reader *r, const struct plan *plan, const struct rank_options *options, struct arena *arena,
               struct match_page *hits, struct error *err);

#endif
