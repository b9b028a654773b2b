/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_filters.h - what narrows a search: filters that are set, dates, and facets with their counts. */
#ifndef HUSTINGS_PAGE_FILTERS_H
#define HUSTINGS_PAGE_FILTERS_H

#include "searchd/params.h"

#include <cjson/cJSON.h>

enum {
    PAGE_FACETS = 1u << FACET_SOURCE | 1u << FACET_SECTION | 1u << FACET_AUTHOR | 1u << FACET_YEAR,
    PAGE_FACET_VALUES = 40,     /* asked of each; years are shown all */
    PAGE_FACET_VALUES_ALL = 1000 /* where the page's facets= asks for one whole */
};

/* From an answer of /v1/search with PAGE_FACETS. root is page.h's. */
void page_filters(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);
/* The filters that are set, each with a way to take it off; nothing where there are none. */
void page_chosen(struct buffer *out, const char *root, const struct search_params *p);

#endif
