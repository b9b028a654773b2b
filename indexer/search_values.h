/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_values.h - values of a search as people type them: on a command line, in a table's cells. */
#ifndef HUSTINGS_SEARCH_VALUES_H
#define HUSTINGS_SEARCH_VALUES_H

#include "archive/search.h"

enum {
    FILTER_VALUES_MAX = 64, /* of one filter, between its commas */
    SEARCH_CHOICES_TEXT = 64
};

struct search_choice {
    const char *name;
    int value;
};
/* Each ends with a name of NULL. */
extern const struct search_choice search_places[], search_matches[], search_sorts[], search_collapses[];

bool search_choice_read(const struct search_choice *choices, const char *text, int *out);
/* "title, body or author" */
void search_choices_text(const struct search_choice *choices, char out[SEARCH_CHOICES_TEXT]);
/* "a,b": any of them; "-a,b": none of them; a value may stand in quotes: filter_list.h. False: *why (static) says what is wrong. */
bool search_filter_read(const char *text, enum search_facet facet, struct arena *arena, struct search_filter *out,
                        const char **why);

#endif
