/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_explain.c - what each word of a query weighs in one document. */
#include "archive/bm25.h"
#include "archive/docids.h"
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
    struct match_shard *s = &shards.at[(docid - 1) % shards.count];
    uint32_t local = (docid - 1) / (uint32_t)shards.count + 1, documents = (uint32_t)s->shard->documents;
    size_t document = docids_seek(s->shard->docids, documents, 0, local);
    *out = (struct match_reasons){.at = arena_alloc(arena, (s->leaf_count + 1) * sizeof *out->at)};
    if (!out->at)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    if (document == documents || s->shard->docids[document] != local)
        return 0;
    s->from = (uint32_t)document / WINDOW * WINDOW;
    s->end = documents - s->from < WINDOW ? documents : s->from + WINDOW;
    s->window = 1;
    s->weights = true;
    if (match_evaluate(s, bits) < 0)
        return -1;
    take_reasons(s, (uint32_t)document, out);
    return 0;
}
