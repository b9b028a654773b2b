/* SPDX-License-Identifier: GPL-2.0-or-later */
/* select.c - all articles that a request finds, as a set. */
#include "archive/select.h"

#include "archive/docids.h"
#include "archive/plan.h"
#include "archive/scoped.h"
#include "archive/search_identify.h"
#include "archive/synonyms.h"
#include "archive/view.h"

#include <stdlib.h>
#include <string.h>

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

int selection_make(struct reader *r, struct arena *arena, struct selection *out, struct error *err)
{
    struct selection s = {.reader = r, .shards = reader_shard_count(r)};

    for (size_t i = 0; i < s.shards; i++) {
        s.bits[i] = arena_alloc(arena, (reader_shard(r, i)->documents / 64 + 1) * sizeof *s.bits[i]);
        if (!s.bits[i])
            return no_memory(err);
    }
    *out = s;
    return 0;
}

int select_tree(struct reader *r, const struct tree *query, enum search_collapse collapse, double deadline_ms,
                struct arena *arena, struct selection *out, struct error *err)
{
    struct match_page found;
    struct selection s;

    if (selection_make(r, arena, &s, err) < 0)
        return -1;
    const struct match_options options = {.order = MATCH_NEWEST, .collapse = collapse == COLLAPSE_GROUP,
                                          .selected = s.bits, .deadline_ms = deadline_ms};
    if (match_run(r, query, &options, arena, &found, err) < 0)
        return -1;
    for (size_t i = 0; i < s.shards; i++)
        s.total += selection_count(&s, i, 0, reader_shard(r, i)->documents);
    s.partial = found.expired;
    *out = s;
    return 0;
}

static int join_warnings(struct selection *s, const struct query *query, const struct plan *plan, struct arena *arena,
                         struct error *err)
{
    s->warnings = arena_alloc(arena, (query->warning_count + plan->warning_count + 1) * sizeof *s->warnings);
    if (!s->warnings)
        return no_memory(err);
    for (size_t i = 0; i < query->warning_count; i++)
        s->warnings[s->warning_count++] = query->warnings[i];
    for (size_t i = 0; i < plan->warning_count; i++)
        s->warnings[s->warning_count++] = plan->warnings[i];
    return 0;
}

int select_run(struct reader *r, const struct search_request *request, struct arena *arena, struct selection *out,
               struct error *err)
{
    struct selection s;
    struct query query;
    struct plan plan;

    if (search_understand(request, request->match, arena, &query, err) < 0 ||
        synonyms_apply(reader_synonyms(r), request->in, &query, arena, err) < 0 ||
        plan_query(r, request, &query, arena, &plan, err) < 0 ||
        select_tree(r, plan.query, request->collapse, request->deadline_ms, arena, &s, err) < 0 ||
        join_warnings(&s, &query, &plan, arena, err) < 0 || search_identify(request, arena, s.hash, err) < 0)
        return -1;
    s.understood_as = query.understood_as;
    s.unfiltered = plan.unfiltered;
    s.marks = plan.marks;
    *out = s;
    return 0;
}

uint64_t selection_count(const struct selection *s, size_t shard, size_t from, size_t end)
{
    const uint64_t *bits = s->bits[shard];
    uint64_t count = 0;

    for (size_t w = from / 64; w * 64 < end; w++) {
        uint64_t word = bits[w];
        if (w == from / 64)
            word &= ~UINT64_C(0) << from % 64;
        if (end - w * 64 < 64)
            word &= ~(~UINT64_C(0) << (end - w * 64));
        count += (uint64_t)__builtin_popcountll(word);
    }
    return count;
}

static int keep_since(struct selection *s, size_t shard, uint64_t commit, struct error *err)
{
    const struct reader_shard *of = reader_shard(s->reader, shard);
    uint64_t *bits = s->bits[shard];
    scoped(char_ptr) uint64_t *added = NULL;

    if (!of->columns && (!(added = calloc(of->documents + 1, sizeof *added)) ||
                         view_added(reader_xapian(s->reader), shard, of, added, err) < 0))
        return added ? -1 : no_memory(err);
    for (size_t w = 0; w * 64 < of->documents; w++) {
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            uint32_t document = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
            if ((added ? added[document] : view_commit(of->columns, document)) <= commit)
                bits[w] &= ~(UINT64_C(1) << document % 64);
        }
    }
    return 0;
}

int selection_since(struct selection *s, uint64_t commit, struct error *err)
{
    s->total = 0;
    for (size_t i = 0; i < s->shards; i++) {
        if (keep_since(s, i, commit, err) < 0)
            return -1;
        s->total += selection_count(s, i, 0, reader_shard(s->reader, i)->documents);
    }
    return 0;
}

/* ---- walking --------------------------------------------------------- */

static const struct reader_shard *shard_of(const struct selection_walk *w, size_t i)
{
    return reader_shard(w->selection->reader, i);
}

static size_t first_undated(const struct reader_shard *shard)
{
    return docids_seek(shard->docids, shard->documents, 0, SCHEMA_DOCID_UNDATED);
}

void selection_walk_start(struct selection_walk *w, const struct selection *s, bool oldest, uint32_t after)
{
    *w = (struct selection_walk){.selection = s, .oldest = oldest, .undated = !oldest};
    if (oldest && after >= SCHEMA_DOCID_UNDATED)
        w->undated = true;
    for (size_t i = 0; i < s->shards; i++) {
        const struct reader_shard *shard = reader_shard(s->reader, i);
        if (!w->undated)
            w->at[i] = after ? docids_seek(shard->docids, shard->documents, 0, after) : first_undated(shard);
        else
            w->at[i] = after ? docids_seek(shard->docids, shard->documents, 0, after + 1) : 0;
    }
}

/* Moves to the next document that is in the set; false: the shard has no more this way. */
static bool seek_up(struct selection_walk *w, size_t i)
{
    size_t documents = shard_of(w, i)->documents;
    const uint64_t *bits = w->selection->bits[i];

    while (w->at[i] < documents) {
        uint64_t left = bits[w->at[i] / 64] >> w->at[i] % 64;
        if (left) {
            w->at[i] += (size_t)__builtin_ctzll(left);
            return true;
        }
        w->at[i] = (w->at[i] / 64 + 1) * 64;
    }
    return false;
}

static bool seek_down(struct selection_walk *w, size_t i)
{
    const uint64_t *bits = w->selection->bits[i];

    while (w->at[i]) {
        size_t last = w->at[i] - 1;
        uint64_t left = bits[last / 64] << (63 - last % 64);
        if (left) {
            w->at[i] -= (size_t)__builtin_clzll(left);
            return true;
        }
        w->at[i] = last / 64 * 64;
    }
    return false;
}

/* From the oldest of the dated, the undated follow. */
static void turn(struct selection_walk *w)
{
    w->undated = true;
    for (size_t i = 0; i < w->selection->shards; i++)
        w->at[i] = first_undated(shard_of(w, i));
}

uint32_t selection_walk_next(struct selection_walk *w, uint32_t *docid)
{
    size_t shards = w->selection->shards, best = shards;
    uint32_t found = 0;

    for (size_t i = 0; i < shards; i++) {
        if (!(w->undated ? seek_up(w, i) : seek_down(w, i)))
            continue;
        uint32_t one = shard_of(w, i)->docids[w->undated ? w->at[i] : w->at[i] - 1];
        if (best == shards || (w->undated ? one < found : one > found)) {
            best = i;
            found = one;
        }
    }
    if (best == shards) {
        if (w->undated)
            return 0;
        turn(w);
        return selection_walk_next(w, docid);
    }
    if (w->undated)
        w->at[best]++;
    else
        w->at[best]--;
    if (docid)
        *docid = found;
    return (found - 1) * (uint32_t)shards + (uint32_t)best + 1;
}
