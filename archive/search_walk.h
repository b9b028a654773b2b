/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_walk.h - the page of a search by date that begins behind an article, at any depth for the cost of the first.
 * For search.c only. */
#ifndef HUSTINGS_SEARCH_WALK_H
#define HUSTINGS_SEARCH_WALK_H

#include "archive/match.h"

struct search_walk {
    bool oldest;
    uint32_t after; /* search_request's */
};

/* As match_run, but for where the hits begin; *more: there are others behind them. */
int search_walk(struct reader *r, const struct tree *query, const struct match_options *options,
                const struct search_walk *walk, struct arena *arena, struct match_page *out, bool *more,
                struct error *err);

#endif
