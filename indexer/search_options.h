/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_options.h - a command line read into a search. */
#ifndef HUSTINGS_SEARCH_OPTIONS_H
#define HUSTINGS_SEARCH_OPTIONS_H

#include "archive/search.h"

enum {
    FILTERS_MAX = 32, /* options; each is one more list to intersect */
    SEARCH_HITS = 100 /* of each query of a batch, when it is not said */
};

struct search_options {
    struct search_request request; /* of the arena and of argv */
    struct search_filter filters[FILTERS_MAX];
    uint32_t page, per_page;
    const char *snapshot; /* an older one is asked: its id; NULL: the newest */
    bool json;
    const char *batch; /* a file of queries; NULL: one search */
    bool hits, hits_all, bom; /* of a batch */
    uint32_t hits_max;
    bool help; /* asked for: nothing else is set */
};

/* Options begin with "--"; all else is words of the query, "-word" too. False once what is wrong was said. */
bool search_options_read(int argc, char **argv, struct arena *arena, struct search_options *out);

#endif
