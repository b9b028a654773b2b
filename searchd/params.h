/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params.h - a raw query string as typed, limited values: what search, count and similar are asked. */
#ifndef HUSTINGS_PARAMS_H
#define HUSTINGS_PARAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "archive/render.h"
#include "archive/search.h"
#include "archive/timeline.h"
#include "searchd/export_form.h"
#include "searchd/response.h"

enum {
    PARAMS_PER_PAGE = 10,
    PARAMS_FEED_PER_PAGE = 50, /* what feed readers expect */
    PARAMS_FILTERS_MAX = 32,  /* repeated parameters; each is one more term list to intersect */
    PARAMS_VALUES_MAX = 64,   /* of one filter */
    PARAMS_VALUE_MAX = 200,   /* bytes of one; a term holds 245 with its prefix */
    PARAMS_PAIRS_MAX = 128,   /* name=value pairs looked at */
    PARAMS_WARNINGS_MAX = 16,
    PARAMS_ARENA_MAX = 1 << 20 /* bytes: a target of 16 KB taken apart, and its filters */
};

struct search_params {
    struct search_request search; /* all but the deadline */
    struct render_options render; /* all but took_ms */
    bool strict;
    const char *snapshot; /* an older one is asked: its id; NULL: the newest */
    const char *since;    /* only what was added after the snapshot of that id; NULL: all */
    bool by_offset; /* the page was asked as offset and limit */
    uint64_t given; /* PARAM_BITs of what was asked */
    enum { UNIT_UNSAID, UNIT_STORIES, UNIT_COPIES } unit; /* what is counted; said, search.collapse is as it says */
    struct timeline_request timeline; /* all but search */
    enum search_facet first_by; /* FACET_COUNT: none */
    const char *side[2];        /* of a comparison; NULL: not given */
    size_t side_len[2];
    uint32_t limit; /* words of each, told */
    bool csv;
    bool chart_count; /* a page's chart tells how many articles, and not their share of all */
    const char *cursor; /* "*" or a token; NULL: none was given */
    /* Of exports. */
    enum export_format format;
    const char *after; /* an id; NULL: from the start */
    uint32_t articles; /* at most; 0: all */
    bool bom;
};

/* Fills *out, whose text lives in arena. takes: bits of parameters.h; of those that are not among them the asker is
 * warned. -1 with *problem set (its value in arena). */
int params_parse(const char *query, size_t len, uint64_t takes, struct arena *arena, struct search_params *out,
                 struct problem *problem);
/* The refusal of a query over QUERY_BYTES_MAX or QUERY_WORDS_MAX, given as the parameter name. */
struct problem params_query_too_long(const char *name, const char *q, size_t len);
/* The refusal of a page that ends behind the result numbered window; value is its number, or its offset. */
struct problem params_page_too_deep(const struct search_params *p, const char *value, uint32_t window);
/* As one line, so that requests for the same answer to the same query print the same. NULL: arena full. */
const char *params_shape(const struct search_params *p, struct arena *arena);

#endif
