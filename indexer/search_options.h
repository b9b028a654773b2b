/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_options.h - a command line read into a search. */
#ifndef HUSTINGS_SEARCH_OPTIONS_H
#define HUSTINGS_SEARCH_OPTIONS_H

#include "archive/search.h"

enum {
    FILTERS_MAX = 32,      /* options; each is one more list to intersect */
    FILTER_VALUES_MAX = 64 /* of one, between its commas */
};

struct search_options {
    struct search_request request; /* of the arena and of argv */
    struct search_filter filters[FILTERS_MAX];
    uint32_t page, per_page;
    bool json;
    bool help; /* asked for: nothing else is set */
};

/* Options begin with "--"; all else is words of the query, "-word" too. False once what is wrong was said. */
bool search_options_read(int argc, char **argv, struct arena *arena, struct search_options *out);

#endif
