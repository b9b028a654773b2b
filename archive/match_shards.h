/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_shards.h - a query made ready for all shards of a reader, its words weighed over all of them. For match*.c
 * only. */
#ifndef HUSTINGS_MATCH_SHARDS_H
#define HUSTINGS_MATCH_SHARDS_H

#include "archive/match_tree.h"

struct match_shards {
    struct match_shard *at;
    size_t count;
    uint64_t documents; /* of all */
    double average;     /* length */
};

/* All in arena; no shard is ever late until its late says so. */
int match_shards_make(struct reader *r, const struct tree *query, struct arena *arena, struct match_shards *out,
                      struct error *err);

#endif
