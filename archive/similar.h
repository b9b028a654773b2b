/* SPDX-License-Identifier: GPL-2.0-or-later */
/* similar.h - articles like an article: those that its own distinctive words find, copies of its story left out.
 *
 * The words are those that weigh most in it by tf·idf; any of them finds, BM25 orders (as in Lucene's MoreLikeThis).
 * What tells the same story in the same words (shingles.h) as the article is left out; of others that do so among
 * themselves, the one that was published first is shown. */
#ifndef HUSTINGS_SIMILAR_H
#define HUSTINGS_SIMILAR_H

#include "archive/search.h"
#include "archive/similar_terms.h"

enum {
    SIMILAR_LOOK = 3,   /* times the page: so many of those found are compared to fill it */
    SIMILAR_PERCENT = 5 /* of what its words can weigh together: one of many in common is less */
};

struct similar_page {
    struct search_page found;  /* results, warnings, partial; no total: every article that shares a word would count */
    struct record_text id;     /* the article's own */
    struct similar_terms terms;
};

/* request: filters, dates, count, what results hold and the deadline; its query, sort and marks are not looked at. All
 * of *out lives in arena. FAULT_NOT_FOUND: there is no such article; FAULT_STALE as in search_run. */
int similar_run(struct reader *r, const char *id, const struct search_request *request, struct arena *arena,
                struct similar_page *out, struct error *err);

#endif
