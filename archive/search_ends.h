/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_ends.h - the oldest and the newest article that a search finds: the first and last use of a phrase. */
#ifndef HUSTINGS_SEARCH_ENDS_H
#define HUSTINGS_SEARCH_ENDS_H

#include "archive/select.h"

enum { SEARCH_FIRSTS_MAX = 1000 };

/* Undated articles are neither. Of articles of one date the order of SORT_OLDEST decides. */
struct search_ends {
    const struct record *first, *last; /* NULL: no article has a date */
    struct record *firsts; /* the first of each value, by date: SEARCH_FIRSTS_MAX of them at most */
    size_t first_count;
    bool more_firsts; /* there are more */
    bool partial;     /* the deadline cut it short */
};

/* Of what the request finds as it is written. by: FACET_SOURCE, FACET_SECTION or FACET_LANG, the first of each of its
 * values (those that the field's filter takes for one are one); FACET_COUNT: of none. All lives in the arena. */
int search_ends(struct reader *r, const struct search_request *request, enum search_facet by, struct arena *arena,
                struct search_ends *out, struct error *err);

/* The oldest and the newest of a set, likewise. */
int selection_ends(const struct selection *s, struct arena *arena, const struct record **first,
                   const struct record **last, struct error *err);

#endif
