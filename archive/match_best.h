/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_best.h - the best so many of a search's matches. For match*.c only. */
#ifndef HUSTINGS_MATCH_BEST_H
#define HUSTINGS_MATCH_BEST_H

#include "archive/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* A match that may be on the page. */
struct match_candidate {
    double weight; /* or, sorted by date, what puts it in order */
    uint32_t docid; /* over all shards; of equal weights the lower is better */
    uint32_t group; /* it stands for a group of copies: match_collapse_of's number; 0: for itself */
};

struct match_best {
    struct match_candidate *at; /* a heap with the worst first; once sorted, the best first */
    size_t kept, wanted;
};

/* Whether a comes before b. */
bool match_is_better(const struct match_candidate *a, const struct match_candidate *b);
bool match_best_make(struct match_best *b, size_t wanted, struct arena *arena); /* false: no memory */
/* False: so many better ones are kept already. */
bool match_best_keep(struct match_best *b, const struct match_candidate *one);
void match_best_sort(struct match_best *b);

static inline bool match_best_full(const struct match_best *b)
{
    return b->kept == b->wanted;
}

/* What a match must weigh, at least, to be kept; only when full, and more than none are wanted. */
static inline double match_best_least(const struct match_best *b)
{
    return b->at[0].weight;
}

#endif
