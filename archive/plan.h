/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan.h - an understood query as a tree for the matcher, and the words to mark for it.
 *
 * A word stands for the forms of its stem that the archive holds; a quoted one for
 * itself and its UK or US spelling. A word without field looks in title, body and
 * author, or where request->in says. */
#ifndef HUSTINGS_PLAN_H
#define HUSTINGS_PLAN_H

#include "archive/match.h"
#include "archive/phrase.h"
#include "archive/search.h"

enum {
    PLAN_WORDS_MAX = 64,     /* that rank.c is told of */
    PLAN_SHARE = 11,         /* of an inflection's occurrence in sixteenths, where the word itself has SHARE_FULL */
    PLAN_FORMS_MAX = 64,     /* of one word: the longest list of the corpus, in news, has 31 */
    PLAN_PREFIX_TERMS = 256, /* of word*: the most frequent ones */
    PLAN_PREFIX_LOOK = 20000, /* terms looked at to choose those from */
    PLAN_PREFIX_LOOK_ALL = 40000 /* by all prefixes of a query: the deadline does not see this, a term costs 0.5 us */
};

/* A word of the query that weighs: what rank.c looks for in documents. */
struct plan_word {
    const char *text; /* as it was typed, folded */
    size_t len;
    struct term_list forms;
};

struct plan {
    const struct tree *query, *unfiltered; /* without request's filters and dates */
    struct marks *marks;
    struct plan_word *words; /* in the query's order; stop words, authors' names and what is behind NOT left out */
    size_t word_count;
    const char **warnings; /* what of the query was capped, what of the filters finds nothing */
    size_t warning_count;
    unsigned unknown; /* words, of no other form of which there are articles: they may be misspelt */
};

/* The tree of query with request's filters and dates, in arena. */
int plan_query(struct reader *r, const struct search_request *request, const struct query *query, struct arena *arena,
               struct plan *out, struct error *err);
/* request's filters and dates around a tree that the caller made. */
int plan_filtered(struct reader *r, const struct search_request *request, const struct tree *query, struct arena *arena,
                  const struct tree **out, struct error *err);

#endif
