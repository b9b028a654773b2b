/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_collapse.h - the groups of copies among a search's matches, each of which counts and stands once. For match*.c
 * only. */
#ifndef HUSTINGS_MATCH_COLLAPSE_H
#define HUSTINGS_MATCH_COLLAPSE_H

#include "archive/match_best.h"
#include "archive/match_tree.h"

struct collapsed {
    uint64_t group;      /* 0: a free place */
    bool leader;         /* shown leads it */
    uint32_t first;      /* docid of shown in its shard */
    uint32_t shown;      /* of its matches, the first published; docid over all shards */
    struct match_candidate best; /* docid 0: none weighs enough */
};

struct match_collapse {
    struct arena *arena;
    struct collapsed *at; /* open addressing */
    size_t count, size;
    uint64_t matches; /* of all groups */
};

/* Whether the i-th document of the shard's window is in a group. */
static inline bool match_is_grouped(const struct match_shard *s, size_t i)
{
    return s->shard->groups && s->shard->groups->bits && s->shard->groups->bits[(s->from + i) / 64] >> i % 64 & 1;
}

/* The matches of a window, before any is offered. False: out of memory. */
bool match_collapse_take(struct match_collapse *c, const struct match_shard *s, size_t shards,
                         const uint64_t bits[WINDOW_WORDS]);
/* A match of that window that is in a group, by its weight. */
void match_collapse_offer(struct match_collapse *c, const struct match_shard *s, size_t i,
                          const struct match_candidate *one);
/* The group of a candidate that has one (match_candidate.group). */
const struct collapsed *match_collapse_of(const struct match_collapse *c, uint32_t number);

#endif
