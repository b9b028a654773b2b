/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_ends.c - the oldest and the newest article of those that a search finds. */
#include "archive/search_ends.h"

#include "archive/array_grow.h"
#include "archive/clock.h"
#include "archive/docid_article.h"
#include "archive/docids.h"
#include "archive/lexicon.h"
#include "archive/scoped.h"
#include "archive/search_facets.h"
#include "archive/shim_error.h"
#include "archive/text.h"

#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 4096, FOLDED_MAX = 1 << 20 };

/* The oldest article of each value, by the value's number in a lexicon. */
struct firsts {
    struct lexicon *values;
    struct first {
        uint32_t docid, over_all; /* as its shard has it, and over all */
    } *at;
    size_t size;
    struct buffer folded;
    const uint32_t *docids; /* of the part at hand, which is of that shard */
    size_t shard, shards;
};

DEFINE_SCOPED(lexicon, struct lexicon *, lexicon_free)

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

static const struct record *record_of(struct reader *r, uint32_t docid, struct arena *arena, struct error *err)
{
    struct record *record = arena_alloc(arena, sizeof *record);

    if (!record)
        no_memory(err);
    return record && docid_record(r, docid, arena, record, err) == 0 ? record : NULL;
}

/* From one end of the dated; not set when all are undated. */
static int find_end(const struct selection *s, bool oldest, struct arena *arena, const struct record **out,
                    struct error *err)
{
    struct selection_walk walk;
    uint32_t docid, over_all;

    selection_walk_start(&walk, s, oldest, 0);
    over_all = selection_walk_next(&walk, &docid);
    if (!over_all || docid >= SCHEMA_DOCID_UNDATED)
        return 0;
    *out = record_of(s->reader, over_all, arena, err);
    return *out ? 0 : -1;
}

int selection_ends(const struct selection *s, struct arena *arena, const struct record **first,
                   const struct record **last, struct error *err)
{
    const struct record *ends[2] = {NULL, NULL};

    if (find_end(s, true, arena, &ends[0], err) < 0 || find_end(s, false, arena, &ends[1], err) < 0)
        return -1;
    *first = ends[0];
    *last = ends[1];
    return 0;
}

/* ---- the first of each value ------------------------------------------- */

static bool take_value(void *ctx, size_t index, xap_text value)
{
    struct firsts *f = ctx;
    uint32_t docid = f->docids[index];

    buffer_clear(&f->folded);
    if (!value.len)
        return true;
    if (!text_fold(value.data, value.len, &f->folded))
        return false;
    size_t known = lexicon_count(f->values);
    uint32_t number = lexicon_add(f->values, 0, f->folded.data, f->folded.len);
    if (number == LEXICON_FULL || !array_grow(&f->at, &f->size, (size_t)number + 1, sizeof *f->at))
        return false;
    struct first *first = &f->at[number];
    if (number == known || docid > first->docid) /* docids fall as dates rise */
        *first = (struct first){docid, (docid - 1) * (uint32_t)f->shards + (uint32_t)f->shard + 1};
    return true;
}

/* A shard's articles from its oldest on, so that what is known when time is over is right. 1: it is over. */
static int find_firsts(struct firsts *f, const struct selection *s, uint32_t slot, const struct clock_limit *limit,
                       struct error *err)
{
    const struct reader_shard *shard = reader_shard(s->reader, f->shard);
    size_t at = docids_seek(shard->docids, shard->documents, 0, SCHEMA_DOCID_UNDATED);
    uint32_t docids[AT_ONCE];
    xap_error xerr;

    while (at) {
        size_t from = AT_ONCE; /* filled from its end, since docids must rise */
        for (; at && from; at--)
            if (s->bits[f->shard][(at - 1) / 64] >> (at - 1) % 64 & 1)
                docids[--from] = shard->docids[at - 1];
        f->docids = docids + from;
        xap_status status = xap_shard_values(reader_xapian(s->reader), f->shard, slot, f->docids, AT_ONCE - from,
                                             take_value, f, &xerr);
        if (status != XAP_OK)
            return shim_error(err, status, &xerr);
        if (clock_is_past(limit))
            return 1;
    }
    return 0;
}

static int oldest_first(const void *left, const void *right)
{
    const struct first *a = left, *b = right;

    return a->docid != b->docid ? (a->docid < b->docid) - (a->docid > b->docid) : 0;
}

static int show_firsts(struct firsts *f, struct reader *r, struct arena *arena, struct search_ends *out,
                       struct error *err)
{
    size_t count = f->at ? lexicon_count(f->values) : 0;

    if (count)
        qsort(f->at, count, sizeof *f->at, oldest_first);
    out->more_firsts = count > SEARCH_FIRSTS_MAX;
    count = count < SEARCH_FIRSTS_MAX ? count : SEARCH_FIRSTS_MAX;
    out->firsts = arena_alloc(arena, (count + 1) * sizeof *out->firsts);
    if (!out->firsts)
        return no_memory(err);
    for (; out->first_count < count; out->first_count++)
        if (docid_record(r, f->at[out->first_count].over_all, arena, &out->firsts[out->first_count], err) < 0)
            return -1;
    return 0;
}

static int find_all_firsts(const struct selection *s, enum search_facet by, const struct clock_limit *limit,
                           struct arena *arena, struct search_ends *out, struct error *err)
{
    scoped(lexicon) struct lexicon *values = lexicon_new();
    struct firsts f = {.values = values, .folded = buffer_make(FOLDED_MAX), .shards = s->shards};
    int rc = values ? 0 : no_memory(err);

    for (; rc == 0 && f.shard < s->shards; f.shard++)
        rc = find_firsts(&f, s, search_columns[by].slot, limit, err);
    out->partial |= rc > 0;
    if (rc >= 0)
        rc = show_firsts(&f, s->reader, arena, out, err);
    free(f.at);
    buffer_free(&f.folded);
    return rc;
}

int search_ends(struct reader *r, const struct search_request *request, enum search_facet by, struct arena *arena,
                struct search_ends *out, struct error *err)
{
    struct clock_limit limit = {.ms = request->deadline_ms};
    struct search_ends ends = {0};
    struct selection s;

    clock_gettime(CLOCK_MONOTONIC, &limit.begin);
    if (select_run(r, request, arena, &s, err) < 0)
        return -1;
    ends.partial = s.partial;
    if (selection_ends(&s, arena, &ends.first, &ends.last, err) < 0 ||
        (by != FACET_COUNT && find_all_firsts(&s, by, &limit, arena, &ends, err) < 0))
        return -1;
    *out = ends;
    return 0;
}
