/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params.h - a raw query string as typed, limited values: what search, count and facets are asked. */
#ifndef HUSTINGS_PARAMS_H
#define HUSTINGS_PARAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "archive/arena.h"
#include "archive/date.h"
#include "archive/query.h"
#include "searchd/response.h"

enum {
    PARAMS_WINDOW = 10000,    /* page * per_page: deeper pages cost as much as all before them */
    PARAMS_PER_PAGE_MAX = 100,
    PARAMS_PER_PAGE = 10,
    PARAMS_FILTERS_MAX = 32,  /* repeated parameters; each is one more term list to intersect */
    PARAMS_VALUES_MAX = 64,   /* of one filter */
    PARAMS_VALUE_MAX = 200,   /* bytes of one; a term holds 245 with its prefix */
    PARAMS_PAIRS_MAX = 128,   /* name=value pairs looked at */
    PARAMS_WARNINGS_MAX = 16
};

enum params_sort { SORT_RELEVANCE, SORT_NEWEST, SORT_OLDEST };
enum params_highlight { HIGHLIGHT_HTML, HIGHLIGHT_OFFSETS, HIGHLIGHT_NONE };

/* What can be filtered and counted; YEAR is counted only. As bits: 1u << FACET_TAG. */
enum params_facet { FACET_SOURCE, FACET_SECTION, FACET_AUTHOR, FACET_TAG, FACET_LANG, FACET_YEAR, FACET_COUNT };

/* What a result may hold, as bits: 1u << RESULT_TITLE. */
enum params_field {
    RESULT_ID, RESULT_URL, RESULT_TITLE, RESULT_TITLE_HTML, RESULT_SOURCE, RESULT_SECTION, RESULT_AUTHOR, RESULT_TAGS,
    RESULT_DATE, RESULT_DATE_PRECISION, RESULT_LANG, RESULT_SCORE, RESULT_SNIPPET, RESULT_COPIES, RESULT_VERSION,
    RESULT_TEXT, RESULT_FIELD_COUNT
};

/* One occurrence of a parameter: any of values. All filters must hold; exclude: none of values may. */
struct params_filter {
    enum params_facet field;
    bool exclude;
    const char **values; /* NUL-terminated, as given (not folded), no NUL inside */
    size_t count;
};

struct search_params {
    const char *q; /* NULL: everything. May hold NUL bytes: use q_len */
    size_t q_len;
    enum query_match match;
    struct date from, to; /* precision DATE_NONE: open */
    struct params_filter filters[PARAMS_FILTERS_MAX];
    size_t filter_count;
    enum params_sort sort;
    uint32_t first; /* 0-based; page and per_page, or offset and limit, in one */
    uint32_t page, per_page;
    uint32_t fields; /* bits; all but RESULT_TEXT when not asked */
    uint32_t facets; /* bits; 0: none */
    enum params_highlight highlight;
    bool strict;
    const char *warnings[PARAMS_WARNINGS_MAX];
    size_t warning_count;
};

const char *params_facet_name(enum params_facet facet);
const char *params_field_name(enum params_field field);
/* Fills *out, whose text lives in arena. -1 with *problem set (its value in arena). */
int params_parse(const char *query, size_t len, struct arena *arena, struct search_params *out,
                 struct problem *problem);

#endif
