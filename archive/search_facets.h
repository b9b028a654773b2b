/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_facets.h - counts of values from Xapian's slots. For search.c only. */
#ifndef HUSTINGS_SEARCH_FACETS_H
#define HUSTINGS_SEARCH_FACETS_H

#include "archive/search.h"

/* The slots to count for these facets; how many. */
size_t search_facets_slots(uint32_t facets, uint32_t slots[FACET_COUNT]);
/* Sets page's facets from hits, counted over those slots. */
int search_facets_take(const xap_page *hits, uint32_t facets, struct arena *arena, struct search_page *page,
                       struct error *err);

#endif
