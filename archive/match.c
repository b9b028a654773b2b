/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match.c - all shards walked by windows: matches counted, the best of them kept in order. */
#include "archive/match.h"

#include "archive/bm25.h"
#include "archive/clock.h"
#include "archive/match_best.h"
#include "archive/match_collapse.h"
#include "archive/match_heavy.h"
#include "archive/match_shards.h"
#include "archive/recency.h"
#include "archive/schema.h"

#include <math.h>
#include <time.h>

enum { DENSE = WINDOW / 10 }; /* matches of a window from which on all of it is weighed at once */

struct matching {
    struct reader *reader;
    const struct match_options *options;
    struct arena *arena;
    struct match_page *page;
    struct error *err;
    struct match_shards shards;
    struct match_best best;
    struct match_collapse collapse;
    struct timespec begin;
    uint64_t seen; /* documents in windows that were done */
};

static int no_memory(struct matching *m)
{
    return error_set(m->err, FAULT_MEMORY, "the search needs too much memory");
}

static bool is_late(void *ctx)
{
    struct matching *m = ctx;

    if (m->options->deadline_ms > 0 && !m->page->expired)
        m->page->expired = clock_ms_since(&m->begin) >= m->options->deadline_ms;
    return m->page->expired;
}

/* ---- order ----------------------------------------------------------- */

/* What orders by date, where more is better. The undated lie behind all days. */
static double rank_by_date(const struct matching *m, uint32_t docid)
{
    bool falling = m->options->order == MATCH_OLDEST && docid < SCHEMA_DOCID_UNDATED;

    return falling ? docid : -(double)docid;
}

static uint32_t docid_over_all(const struct matching *m, const struct match_shard *s, uint32_t document)
{
    return (s->shard->docids[document] - 1) * (uint32_t)m->shards.count + (uint32_t)s->number + 1;
}

/* The most that a document of the window can weigh. */
static double most_of_window(const struct matching *m, struct match_shard *s)
{
    double most = 0;

    if (m->options->order != MATCH_BY_WEIGHT) {
        uint32_t first = s->shard->docids[s->from], last = s->shard->docids[s->end - 1];
        if (m->options->order == MATCH_NEWEST || first >= SCHEMA_DOCID_UNDATED)
            return rank_by_date(m, first);
        return last < SCHEMA_DOCID_UNDATED ? rank_by_date(m, last) : SCHEMA_DOCID_UNDATED;
    }
    for (size_t i = 0; i < s->leaf_count; i++) {
        const struct match_leaf *leaf = s->leaves[i];
        double x = leaf->weighs ? match_leaf_most(s, leaf) : 0;
        if (x > 0)
            most += leaf->weight * bm25_part(x, SHARE_FULL);
    }
    return most * (1 + 1e-9); /* sums of the same numbers differ by their order */
}

static void keep_by_weight(struct matching *m, const struct match_shard *s, uint64_t bits[WINDOW_WORDS], size_t matches)
{
    const struct match_leaf **leaves = s->weighing;
    size_t count = 0;

    for (size_t i = 0; i < s->leaf_count; i++)
        if (s->leaves[i]->weighs && s->leaves[i]->window == s->window)
            leaves[count++] = s->leaves[i];
    if (match_best_full(&m->best) && matches > DENSE)
        match_heavy(s, leaves, count, match_best_least(&m->best), bits);
    for (size_t w = 0; w < WINDOW_WORDS; w++) {
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            size_t i = w * 64 + (size_t)__builtin_ctzll(left);
            double norm = SHARE_FULL * bm25_norm(s->shard->lengths[s->from + i], s->average), weight = 0;
            for (size_t k = 0; k < count; k++)
                if (leaves[k]->wdfs[i])
                    weight += leaves[k]->weight * bm25_part(leaves[k]->wdfs[i], norm);
            if (m->options->recency)
                weight *= recency_factor(m->options->recency, s->shard->docids[s->from + i]);
            if (match_best_full(&m->best) && weight < match_best_least(&m->best))
                continue;
            const struct match_candidate one = {weight, docid_over_all(m, s, s->from + (uint32_t)i), 0};
            if (m->options->collapse && match_is_grouped(s, i))
                match_collapse_offer(&m->collapse, s, i, &one);
            else
                match_best_keep(&m->best, &one);
        }
    }
}

static void keep_by_date(struct matching *m, const struct match_shard *s, const uint64_t bits[WINDOW_WORDS])
{
    bool oldest = m->options->order == MATCH_OLDEST;

    for (size_t k = 0; k < WINDOW_WORDS; k++) {
        size_t w = oldest ? WINDOW_WORDS - 1 - k : k;
        for (uint64_t left = bits[w]; left;) {
            uint32_t bit = (uint32_t)(oldest ? 63 - __builtin_clzll(left) : __builtin_ctzll(left));
            uint32_t document = s->from + (uint32_t)(w * 64) + bit, docid = s->shard->docids[document];
            const struct match_candidate one = {rank_by_date(m, docid), docid_over_all(m, s, document), 0};
            left ^= UINT64_C(1) << bit;
            if (m->options->collapse && match_is_grouped(s, w * 64 + bit))
                continue; /* which of its group is shown, the end tells */
            if (!match_best_keep(&m->best, &one) && (!oldest || docid < SCHEMA_DOCID_UNDATED))
                return; /* what follows is worse still */
        }
    }
}

/* ---- walking --------------------------------------------------------- */

static void take_hidden(const struct match_shard *s, uint64_t bits[WINDOW_WORDS])
{
    for (size_t w = 0; w < WINDOW_WORDS && s->from + w * 64 < s->end; w++)
        bits[w] &= ~s->shard->hidden[s->from / 64 + w];
}

static int match_window(struct matching *m, struct match_shard *s)
{
    uint64_t bits[WINDOW_WORDS];
    bool reaches = m->best.wanted && (!match_best_full(&m->best) || most_of_window(m, s) >= match_best_least(&m->best));

    s->weights = reaches && m->options->order == MATCH_BY_WEIGHT;
    int any = match_evaluate(s, bits);
    if (any <= 0)
        return any;
    if (s->shard->hidden)
        take_hidden(s, bits);
    size_t matches = 0;
    for (size_t w = 0; w < WINDOW_WORDS; w++)
        matches += (size_t)__builtin_popcountll(bits[w]);
    m->page->total += matches;
    if (m->options->collapse && !match_collapse_take(&m->collapse, s, m->shards.count, bits))
        return no_memory(m);
    if (m->options->selected)
        for (size_t w = 0; w < WINDOW_WORDS && s->from + w * 64 < s->end; w++)
            m->options->selected[s->number][s->from / 64 + w] = bits[w];
    if (reaches && m->options->order == MATCH_BY_WEIGHT)
        keep_by_weight(m, s, bits, matches);
    else if (reaches)
        keep_by_date(m, s, bits);
    return 0;
}

static int match_shard(struct matching *m, struct match_shard *s)
{
    uint32_t documents = (uint32_t)s->shard->documents, windows = (documents + WINDOW - 1) / WINDOW;

    for (uint32_t i = 0; i < windows && !is_late(m); i++) {
        s->from = i * WINDOW;
        s->end = documents - s->from < WINDOW ? documents : s->from + WINDOW;
        s->window = i + 1;
        if (match_window(m, s) < 0)
            return -1;
        m->seen += s->end - s->from;
    }
    return 0;
}

/* ---- the whole ------------------------------------------------------- */

static int prepare(struct matching *m, const struct tree *query)
{
    if (match_shards_make(m->reader, query, m->arena, &m->shards, m->err) < 0)
        return -1;
    size_t documents = (size_t)m->shards.documents, wanted = (size_t)m->options->first + m->options->count;
    for (size_t i = 0; i < m->shards.count; i++) {
        m->shards.at[i].late = is_late;
        m->shards.at[i].late_ctx = m;
    }
    m->page->average = m->shards.average;
    return match_best_make(&m->best, wanted < documents ? wanted : documents, m->arena) ? 0 : no_memory(m);
}

/* Each group as one match: by date where it is shown, by weight where its best is. */
static void keep_groups(struct matching *m)
{
    const struct match_collapse *c = &m->collapse;

    for (size_t i = 0; i < c->size; i++) {
        const struct collapsed *of = &c->at[i];
        struct match_candidate one = of->best;
        if (m->options->order != MATCH_BY_WEIGHT)
            one = (struct match_candidate){rank_by_date(m, of->first), of->shown, 0};
        one.group = (uint32_t)i + 1;
        if (of->group && one.docid)
            match_best_keep(&m->best, &one);
    }
    m->page->total -= c->matches - c->count;
}

/* Of each group the one that is shown. */
static void select_groups(const struct matching *m)
{
    const struct match_collapse *c = &m->collapse;

    for (size_t i = 0; c->count && i < m->shards.count; i++) {
        const struct reader_shard *shard = m->shards.at[i].shard;
        for (size_t w = 0; shard->groups && shard->groups->bits && w * 64 < shard->documents; w++)
            m->options->selected[i][w] &= ~shard->groups->bits[w];
    }
    for (size_t i = 0; i < c->size; i++) {
        if (!c->at[i].group)
            continue;
        struct reader_place place = reader_place(m->reader, c->at[i].shown);
        m->options->selected[place.number][place.document / 64] |= UINT64_C(1) << place.document % 64;
    }
}

static int take_hits(struct matching *m)
{
    struct match_page *page = m->page;
    size_t first = m->options->first;

    keep_groups(m);
    if (m->options->selected && !m->options->selected_copies)
        select_groups(m);
    match_best_sort(&m->best);
    page->count = m->best.kept > first ? m->best.kept - first : 0;
    page->hits = arena_alloc(m->arena, (page->count + 1) * sizeof *page->hits);
    if (!page->hits)
        return no_memory(m);
    for (size_t i = 0; i < page->count; i++) {
        const struct match_candidate *c = &m->best.at[first + i];
        page->hits[i] = (struct match_hit){
            .docid = c->docid,
            .shown = c->group ? match_collapse_of(&m->collapse, c->group)->shown : c->docid,
            .weight = m->options->order == MATCH_BY_WEIGHT ? c->weight : 0};
    }
    return 0;
}

int match_run(struct reader *r, const struct tree *query, const struct match_options *options, struct arena *arena,
              struct match_page *out, struct error *err)
{
    struct match_page page = {0};
    struct matching m = {
        .reader = r,
        .options = options,
        .arena = arena,
        .page = &page,
        .err = err,
        .collapse = {.arena = arena}};
    int rc;

    clock_gettime(CLOCK_MONOTONIC, &m.begin);
    rc = prepare(&m, query);
    for (size_t i = 0; rc == 0 && i < m.shards.count; i++)
        rc = match_shard(&m, &m.shards.at[i]);
    if (rc < 0 || take_hits(&m) < 0)
        return -1;
    if (page.expired && m.seen)
        page.total = (uint64_t)((double)page.total * (double)m.shards.documents / (double)m.seen);
    *out = page;
    return 0;
}
