/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_explain.c - what each word of a query weighs in one document. */
#include "archive/bm25.h"
#include "archive/match_shards.h"

static void take_reasons(const struct match_shard *s, uint32_t document, struct match_reasons *out)
{
    double norm = SHARE_FULL * bm25_norm(s->shard->lengths[document], s->average);

    for (size_t i = 0; i < s->leaf_count; i++) {
        const struct match_leaf *leaf = s->leaves[i];
        uint32_t wdf = leaf->weighs && leaf->window == s->window ? leaf->wdfs[document - s->from] : 0;
        if (wdf)
            out->at[out->count++] = (struct match_reason){leaf->source, (double)wdf / SHARE_FULL,
                                                          leaf->weight * bm25_part(wdf, norm)};
    }
}

int match_explain(struct reader *r, const struct tree *query, uint32_t docid, struct arena *arena,
                  struct match_reasons *out, struct error *err)
{
    struct match_shards shards;
    uint64_t bits[WINDOW_WORDS];

    if (match_shards_make(r, query, arena, &shards, err) < 0)
        return -1;
    const struct reader_place at = reader_place(r, docid);
    struct match_shard *s = &shards.at[at.number];
    uint32_t documents = (uint32_t)s->shard->documents, document = (uint32_t)at.document;
    *out = (struct match_reasons){.at = arena_alloc(arena, (s->leaf_count + 1) * sizeof *out->at)};
    if (!out->at)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    if (document == documents)
        return 0;
    s->from = document / WINDOW * WINDOW;
    s->end = documents - s->from < WINDOW ? documents : s->from + WINDOW;
    s->window = 1;
    s->weights = true;
    if (match_evaluate(s, bits) < 0)
        return -1;
    take_reasons(s, document, out);
    return 0;
}
