/* SPDX-License-Identifier: GPL-2.0-or-later */
/* select.h - all articles that a request finds, as a set: what counts, charts and exports are made from.
 *
 * A bit a document, so that a set is as large as the archive and not as what it holds: 140 kB for a million articles.
 * Sets are of one snapshot of one reader; they end with the arena, and with the reader's next refresh. */
#ifndef HUSTINGS_SELECT_H
#define HUSTINGS_SELECT_H

#include "archive/match.h"
#include "archive/schema.h"
#include "archive/search.h"

struct selection {
    struct reader *reader;
    size_t shards;
    uint64_t *bits[SCHEMA_DATABASES_MAX]; /* of each shard, documents / 64 + 1 words */
    uint64_t total;
    bool partial; /* the deadline cut it short: more match */
    const char *understood_as;
    const char **warnings;
    size_t warning_count;
    struct marks *marks; /* the words to mark in what is shown of an article */
    char hash[9]; /* search_page's */
    const struct tree *unfiltered; /* the query without filters and dates, for plan_filtered */
};

/* The set that request's q, match, in, dates and filters find, with collapse of each group of copies the one that is
 * shown. What is wanted is found and nothing else: no other reading of the query where nothing is (search.h's relaxed
 * and corrected). sort, first, count, facets and all that is shown mean nothing here. Fails as search_run. */
int select_run(struct reader *r, const struct search_request *request, struct arena *arena, struct selection *out,
               struct error *err);
/* Leaves those that a later commit than that added, in their place or anew. */
int selection_since(struct selection *s, uint64_t commit, struct error *err);
/* The set that a planned query finds, likewise; without what is said of the request. */
int select_tree(struct reader *r, const struct tree *query, enum search_collapse collapse, double deadline_ms,
                struct arena *arena, struct selection *out, struct error *err);
/* An empty set: bits for match_options.selected. */
int selection_make(struct reader *r, struct arena *arena, struct selection *out, struct error *err);
/* The documents of a shard from `from` up to `end` that are in it. */
uint64_t selection_count(const struct selection *s, size_t shard, size_t from, size_t end);

/* A walk through a set by date, as SORT_NEWEST and SORT_OLDEST have it: from the newest on, or from the oldest; the
 * undated last. */
struct selection_walk {
    const struct selection *selection;
    bool oldest, undated;
    size_t at[SCHEMA_DATABASES_MAX]; /* the next document of each shard; counting down, one more */
};
/* after: the docid, as its shard has it, of the last article that is passed over; 0: from the start. */
void selection_walk_start(struct selection_walk *w, const struct selection *s, bool oldest, uint32_t after);
/* The next article's docid over all shards, as docid_record takes it, and as its shard has it (for `after`; may be
 * NULL). 0: there are no more. */
uint32_t selection_walk_next(struct selection_walk *w, uint32_t *docid);

#endif
