/* SPDX-License-Identifier: GPL-2.0-or-later */
/* correct.h - the query that may have been meant: words that no article has, replaced by likelier ones. For search.c
 * only. */
#ifndef HUSTINGS_CORRECT_H
#define HUSTINGS_CORRECT_H

#include "archive/clock.h"
#include "archive/query.h"
#include "archive/reader.h"

struct correction {
    const char *text; /* what the query would be understood as, in the arena; NULL: there is nothing to replace */
    bool sure;        /* each replaced word is near and far ahead of other guesses: its results may be shown */
    bool late;        /* limit was met before all words were looked at: there is no text */
};

/* Replaces words in query's tree. Of several likely words that is taken which stands with the query's other words. */
int correct_query(struct reader *r, struct query *query, const struct clock_limit *limit, struct arena *arena,
                  struct correction *out, struct error *err);

#endif
