/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_facets.h - how often each value stands among a search's matches. For match*.c only. */
#ifndef HUSTINGS_MATCH_FACETS_H
#define HUSTINGS_MATCH_FACETS_H

#include "archive/match_tree.h"

struct match_facets {
    struct reader *reader;
    const struct match_options *options;
    struct match_values *values; /* COLUMNS_MAX, to be filled; in the arena */
    struct arena *arena;
    struct error *err;
    uint32_t *counts[COLUMNS_MAX]; /* of the shard at hand, by number of the value */
};

/* Each of a shard's windows is counted between begin and end. -1: err is set. */
int match_facets_begin(struct match_facets *f, const struct reader_shard *shard);
int match_facets_count(struct match_facets *f, const struct match_shard *s, const uint64_t bits[WINDOW_WORDS]);
int match_facets_end(struct match_facets *f, const struct reader_shard *shard);
/* Frees what a search that ended early has left. */
void match_facets_drop(struct match_facets *f);

#endif
