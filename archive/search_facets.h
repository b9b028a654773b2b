/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_facets.h - facets: what of an article is counted, and the counts in order. */
#ifndef HUSTINGS_SEARCH_FACETS_H
#define HUSTINGS_SEARCH_FACETS_H

#include "archive/match.h"
#include "archive/search.h"

/* What a run's columns hold, by enum search_facet; and behind those what is no facet: the group of copies, and the
 * commits of retired.h. */
enum { COLUMN_GROUP = FACET_COUNT, COLUMN_ADDED, COLUMN_RETIRED, COLUMN_COUNT };
extern const struct column_kind search_columns[COLUMN_COUNT];
/* Sets page's facets from hits, which are counted by those columns. */
int search_facets_take(const struct match_page *hits, uint32_t facets, struct arena *arena, struct search_page *page,
                       struct error *err);

#endif
