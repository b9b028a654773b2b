/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match.c - all shards walked by windows: matches counted, the best of them kept in order. */
#include "archive/match.h"

#include "archive/bm25.h"
#include "archive/match_heavy.h"
#include "archive/match_tree.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DENSE = WINDOW / 10 }; /* matches of a window from which on all of it is weighed at once */

/* A match that may be on the page. */
struct candidate {
    double weight; /* or, sorted by date, what puts it in order */
    uint32_t docid; /* over all shards */
};

struct matching {
    struct reader *reader;
    const struct match_options *options;
    struct arena *arena;
    struct match_page *page;
    struct error *err;
    struct match_shard *shards;
    size_t shard_count;
    struct candidate *heap; /* the worst of the best first */
    size_t kept, wanted;
    uint32_t *counts[COLUMNS_MAX]; /* of the shard at hand */
    struct timespec begin;
    uint64_t documents, seen; /* of all shards; in windows that were done */
};

static int no_memory(struct matching *m)
{
    return error_set(m->err, FAULT_MEMORY, "the search needs too much memory");
}

static bool is_late(void *ctx)
{
    struct matching *m = ctx;
    struct timespec now;

    if (m->options->deadline_ms <= 0 || m->page->expired)
        return m->page->expired;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double ms = (double)(now.tv_sec - m->begin.tv_sec) * 1e3 + (double)(now.tv_nsec - m->begin.tv_nsec) / 1e6;
    m->page->expired = ms >= m->options->deadline_ms;
    return m->page->expired;
}

/* ---- the best -------------------------------------------------------- */

static bool is_better(const struct candidate *a, const struct candidate *b)
{
    return a->weight != b->weight ? a->weight > b->weight : a->docid < b->docid;
}

static void sift_down(struct candidate *heap, size_t count, size_t at)
{
    struct candidate moved = heap[at];

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_better(&heap[child], &heap[child + 1]))
            child++;
        if (is_better(&heap[child], &moved))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moved;
}

static void keep(struct matching *m, struct candidate one)
{
    if (m->kept == m->wanted) {
        if (m->wanted && is_better(&one, &m->heap[0])) {
            m->heap[0] = one;
            sift_down(m->heap, m->kept, 0);
        }
        return;
    }
    size_t at = m->kept++;
    for (size_t parent; at > 0 && is_better(&m->heap[parent = (at - 1) / 2], &one); at = parent)
        m->heap[at] = m->heap[parent];
    m->heap[at] = one;
}

/* The best first. */
static void sort_heap(struct matching *m)
{
    for (size_t count = m->kept; count > 1; count--) {
        struct candidate worst = m->heap[0];
        m->heap[0] = m->heap[count - 1];
        m->heap[count - 1] = worst;
        sift_down(m->heap, count - 1, 0);
    }
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
    return (s->shard->docids[document] - 1) * (uint32_t)m->shard_count + (uint32_t)s->number + 1;
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
        struct match_leaf *leaf = s->leaves[i];
        double x = 0;
        for (size_t k = 0; leaf->weighs && k < leaf->count; k++)
            x += match_list_most(&leaf->lists[k], s->from, s->end);
        if (x > 0)
            most += leaf->weight * bm25_part(x, 1);
    }
    return most * (1 + 1e-9); /* sums of the same numbers differ by their order */
}

static void keep_by_weight(struct matching *m, const struct match_shard *s, uint64_t bits[WINDOW_WORDS], size_t matches)
{
    const struct match_leaf *leaves[s->leaf_count + 1];
    size_t count = 0;

    for (size_t i = 0; i < s->leaf_count; i++)
        if (s->leaves[i]->weighs && s->leaves[i]->window == s->window)
            leaves[count++] = s->leaves[i];
    if (m->kept == m->wanted && matches > DENSE)
        match_heavy(s, leaves, count, m->heap[0].weight, bits);
    for (size_t w = 0; w < WINDOW_WORDS; w++) {
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            size_t i = w * 64 + (size_t)__builtin_ctzll(left);
            double norm = bm25_norm(s->shard->lengths[s->from + i], s->average), weight = 0;
            for (size_t k = 0; k < count; k++)
                if (leaves[k]->wdfs[i])
                    weight += leaves[k]->weight * bm25_part(leaves[k]->wdfs[i], norm);
            if (m->kept < m->wanted || weight >= m->heap[0].weight)
                keep(m, (struct candidate){weight, docid_over_all(m, s, s->from + (uint32_t)i)});
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
            const struct candidate one = {rank_by_date(m, docid), docid_over_all(m, s, document)};
            left ^= UINT64_C(1) << bit;
            if (m->kept == m->wanted && !is_better(&one, &m->heap[0]) && (!oldest || docid < SCHEMA_DOCID_UNDATED))
                return; /* what follows is worse still */
            keep(m, one);
        }
    }
}

/* ---- facets ---------------------------------------------------------- */

static bool add_value(struct matching *m, struct match_values *values, xap_text value, uint32_t count)
{
    if (values->count == values->size) {
        size_t size = values->size ? values->size * 2 : 64;
        struct match_value *moved = arena_alloc(m->arena, size * sizeof *moved);
        if (!moved)
            return false;
        if (values->count)
            memcpy(moved, values->at, values->count * sizeof *moved);
        values->at = moved;
        values->size = size;
    }
    values->at[values->count++] = (struct match_value){value, count};
    return true;
}

static int begin_counts(struct matching *m, const struct reader_shard *shard)
{
    for (size_t i = 0; i < m->options->facet_count; i++) {
        if (!(m->options->facets_wanted & 1u << i) || !shard->columns)
            continue;
        m->counts[i] = calloc(column_values(shard->columns, i) + 1, sizeof *m->counts[i]);
        if (!m->counts[i])
            return no_memory(m);
    }
    return 0;
}

static int end_counts(struct matching *m, const struct reader_shard *shard)
{
    bool added = true;

    for (size_t i = 0; i < m->options->facet_count; i++) {
        for (size_t n = 1; added && m->counts[i] && n <= column_values(shard->columns, i); n++)
            if (m->counts[i][n])
                added = add_value(m, &m->page->facets[i], column_value(shard->columns, i, n), m->counts[i][n]);
        free(m->counts[i]);
        m->counts[i] = NULL;
    }
    return added ? 0 : no_memory(m);
}

/* One facet of the delta, which has no columns. */
struct delta_facet {
    struct matching *m;
    struct match_values *values;
    const struct column_kind *kind;
};

static bool take_part(void *ctx, xap_text part)
{
    struct delta_facet *f = ctx;
    const char *copy = arena_copy(f->m->arena, part.data, part.len);

    return copy && add_value(f->m, f->values, (xap_text){copy, part.len}, 1);
}

static bool take_value(void *ctx, size_t index, xap_text value)
{
    const struct delta_facet *f = ctx;

    (void)index;
    return column_split(f->kind, value, take_part, ctx);
}

static int count_in_delta(struct matching *m, const struct match_shard *s, const uint64_t bits[WINDOW_WORDS])
{
    uint32_t docids[WINDOW];
    size_t count = 0;
    xap_error xerr;

    for (size_t w = 0; w < WINDOW_WORDS; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            docids[count++] = s->shard->docids[s->from + w * 64 + (size_t)__builtin_ctzll(left)];
    for (size_t i = 0; i < m->options->facet_count; i++) {
        struct delta_facet f = {m, &m->page->facets[i], &m->options->facets[i]};
        if (!(m->options->facets_wanted & 1u << i))
            continue;
        xap_status status = xap_shard_values(reader_xapian(m->reader), s->number, f.kind->slot, docids, count, take_value,
                                             &f, &xerr);
        if (status != XAP_OK)
            return shim_error(m->err, status, &xerr);
    }
    return 0;
}

static int count_facets(struct matching *m, const struct match_shard *s, const uint64_t bits[WINDOW_WORDS])
{
    if (!s->shard->columns)
        return count_in_delta(m, s, bits);
    for (size_t i = 0; i < m->options->facet_count; i++)
        if (m->counts[i])
            column_count(s->shard->columns, i, s->from, bits, WINDOW_WORDS, m->counts[i]);
    return 0;
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
    bool reaches = m->wanted && (m->kept < m->wanted || most_of_window(m, s) >= m->heap[0].weight);

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
    if (m->options->facets_wanted && count_facets(m, s, bits) < 0)
        return -1;
    if (reaches && m->options->order == MATCH_BY_WEIGHT)
        keep_by_weight(m, s, bits, matches);
    else if (reaches)
        keep_by_date(m, s, bits);
    return 0;
}

static int match_shard(struct matching *m, struct match_shard *s)
{
    uint32_t documents = (uint32_t)s->shard->documents, windows = (documents + WINDOW - 1) / WINDOW;

    if (begin_counts(m, s->shard) < 0)
        return -1;
    for (uint32_t i = 0; i < windows && !is_late(m); i++) {
        s->from = i * WINDOW;
        s->end = documents - s->from < WINDOW ? documents : s->from + WINDOW;
        s->window = i + 1;
        if (match_window(m, s) < 0)
            return -1;
        m->seen += s->end - s->from;
    }
    return end_counts(m, s->shard);
}

/* ---- the whole ------------------------------------------------------- */

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

/* A synonym stands in as many documents as if its words stood in them independently of each other. */
static void weigh_leaves(struct matching *m)
{
    double documents = (double)m->documents;

    for (size_t i = 0; i < m->shards[0].leaf_count; i++) {
        double freq = 0;
        for (size_t s = 0; s < m->shard_count; s++) {
            const struct match_leaf *leaf = m->shards[s].leaves[i];
            double without = 1, here = (double)m->shards[s].shard->documents;
            for (size_t k = 0; k < leaf->count; k++)
                without *= 1 - leaf->lists[k].freq / here;
            freq += here * (1 - without);
        }
        for (size_t s = 0; s < m->shard_count; s++)
            m->shards[s].leaves[i]->weight = bm25_weight(freq, documents);
    }
}

static int prepare(struct matching *m, const struct tree *query)
{
    double average = average_length(m->reader, m->shard_count, &m->documents);

    m->wanted = (size_t)m->options->first + m->options->count;
    if (m->wanted > m->documents)
        m->wanted = m->documents;
    m->heap = arena_alloc(m->arena, (m->wanted + 1) * sizeof *m->heap);
    m->shards = arena_alloc(m->arena, m->shard_count * sizeof *m->shards);
    if (!m->heap || !m->shards)
        return no_memory(m);
    for (size_t i = 0; i < m->shard_count; i++) {
        m->shards[i] = (struct match_shard){.reader = m->reader, .number = i, .shard = reader_shard(m->reader, i),
                                            .average = average, .arena = m->arena, .err = m->err, .late = is_late,
                                            .late_ctx = m};
        if (match_prepare(&m->shards[i], query) < 0)
            return -1;
    }
    weigh_leaves(m);
    return 0;
}

static int take_hits(struct matching *m)
{
    struct match_page *page = m->page;
    size_t first = m->options->first;

    sort_heap(m);
    page->count = m->kept > first ? m->kept - first : 0;
    page->hits = arena_alloc(m->arena, (page->count + 1) * sizeof *page->hits);
    if (!page->hits)
        return no_memory(m);
    for (size_t i = 0; i < page->count; i++) {
        const struct candidate *c = &m->heap[first + i];
        page->hits[i] = (struct match_hit){c->docid, m->options->order == MATCH_BY_WEIGHT ? c->weight : 0};
    }
    return 0;
}

int match_run(struct reader *r, const struct tree *query, const struct match_options *options, struct arena *arena,
              struct match_page *out, struct error *err)
{
    struct match_page page = {0};
    struct matching m = {.reader = r, .options = options, .arena = arena, .page = &page, .err = err,
                         .shard_count = reader_shard_count(r)};
    int rc;

    clock_gettime(CLOCK_MONOTONIC, &m.begin);
    rc = prepare(&m, query);
    for (size_t i = 0; rc == 0 && i < m.shard_count; i++)
        rc = match_shard(&m, &m.shards[i]);
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        free(m.counts[i]);
    if (rc < 0 || take_hits(&m) < 0)
        return -1;
    if (page.expired && m.seen)
        page.total = (uint64_t)((double)page.total * (double)m.documents / (double)m.seen);
    *out = page;
    return 0;
}
