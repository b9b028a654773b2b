/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_facets.h - what of an article is filtered and counted, and where it lies. */
#ifndef HUSTINGS_SEARCH_FACETS_H
#define HUSTINGS_SEARCH_FACETS_H

#include "archive/columns.h"
#include "archive/search.h"

/* What a run's columns hold, by enum search_facet; and behind those what is no facet: the group of copies, and the
 * commits of retired.h. The classes of a column are what its filter tells apart, each by its term. FACET_YEAR's values
 * are whole days, as SLOT_DATE has them. */
enum { COLUMN_GROUP = FACET_COUNT, COLUMN_ADDED, COLUMN_RETIRED, COLUMN_COUNT };
extern const struct column_kind search_columns[COLUMN_COUNT];

#endif
