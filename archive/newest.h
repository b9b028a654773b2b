/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newest.h - the newest articles that a request finds, shown: what a feed is made of.
 *
 * Unlike search_run what is wanted is found and nothing else (select.h), at any depth. */
#ifndef HUSTINGS_NEWEST_H
#define HUSTINGS_NEWEST_H

#include "archive/search.h"

struct newest {
    struct search_result *results; /* with snippet and stored, without score */
    size_t count;
    uint64_t total;
    bool partial; /* the deadline cut it short */
    const char *understood_as;
    char hash[9]; /* search_page's */
};

/* request's first and count of them; all lives in the arena. since: only what a later commit than that added, in the
 * place of another or anew; NULL: all. Fails as search_run. */
int newest_run(struct reader *r, const struct search_request *request, const uint64_t *since, struct arena *arena,
               struct newest *out, struct error *err);

#endif
