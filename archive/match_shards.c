/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_shards.c - a query made ready for all shards of a reader, its words weighed over all of them. */
#include "archive/match_shards.h"

#include "archive/bm25.h"

static double average_length(const struct reader *r, size_t shards, uint64_t *documents)
{
    double total = 0;

    *documents = 0;
    for (size_t i = 0; i < shards; i++) {
        const struct reader_shard *s = reader_shard(r, i);
        *documents += s->documents;
        if (s->blocks) {
            total += blocks_average(s->blocks) * (double)s->documents;
            continue;
        }
        for (size_t d = 0; d < s->documents; d++)
            total += s->lengths[d];
    }
    return *documents ? total / (double)*documents : 0;
}

/* A synonym stands in as many documents as if its words stood in them independently of each other; of a part that is
 * not a term, the most that it may match. */
static void weigh_leaves(const struct match_shards *m)
{
    for (size_t i = 0; i < m->at[0].leaf_count; i++) {
        double freq = 0;
        for (size_t s = 0; s < m->count; s++) {
            const struct match_leaf *leaf = m->at[s].leaves[i];
            double without = 1, here = (double)m->at[s].shard->documents;
            for (size_t k = 0; k < leaf->count; k++)
                without *= 1 - leaf->lists[k].freq / here;
            for (size_t k = 0; k < leaf->other_count; k++)
                without *= 1 - (double)leaf->others[k].node->cost / here;
            freq += here * (1 - without);
        }
        for (size_t s = 0; s < m->count; s++)
            m->at[s].leaves[i]->weight = m->at[s].leaves[i]->boost * bm25_weight(freq, (double)m->documents);
    }
}

static bool never_late(void *ctx)
{
    (void)ctx;
    return false;
}

int match_shards_make(struct reader *r, const struct tree *query, struct arena *arena, struct match_shards *out,
                      struct error *err)
{
    struct match_shards m = {.count = reader_shard_count(r)};

    m.average = average_length(r, m.count, &m.documents);
    m.at = arena_alloc(arena, m.count * sizeof *m.at);
    if (!m.at)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    for (size_t i = 0; i < m.count; i++) {
        m.at[i] = (struct match_shard){.reader = r, .number = i, .shard = reader_shard(r, i), .average = m.average,
                                       .arena = arena, .err = err, .late = never_late};
        if (match_prepare(&m.at[i], query) < 0)
            return -1;
    }
    weigh_leaves(&m);
    *out = m;
    return 0;
}
