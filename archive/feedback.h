/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feedback.h - the words that tell a search's best matches from other documents: pseudo-relevance feedback.
 *
 * Rocchio's weights (Relevance feedback in information retrieval, 1971) of BM25's parts: a word counts by how much it
 * weighs in the best matches, each by its own weight. They only order what the query has found. Used only where no word
 * of the query is a name: who asks for names, or quotes what somebody claimed, wants that very thing, and the words
 * around it lead away from it (docs/ranking.md has the figures). */
#ifndef HUSTINGS_FEEDBACK_H
#define HUSTINGS_FEEDBACK_H

#include "archive/plan.h"

enum {
    FEEDBACK_TERMS = 40,
    FEEDBACK_HITS = 20,     /* the best, that they are taken from */
    FEEDBACK_MATCHES = 100  /* that a search must have: of fewer, the best twenty are not much better than the others */
};

struct feedback_term {
    struct term_list forms; /* one */
    double weight;          /* at most what it can add */
};
struct feedback {
    struct feedback_term at[FEEDBACK_TERMS]; /* the heaviest first */
    size_t count;
};

/* documents: of all shards. None where the query is not of that kind, or nothing was found. */
int feedback_choose(struct reader *r, const struct plan *plan, const struct match_page *hits, double documents,
                    struct arena *arena, struct feedback *out, struct error *err);

#endif
