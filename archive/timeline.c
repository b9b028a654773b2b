/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline.c - how many articles a request finds in each interval of time, and of how many. */
#include "archive/timeline.h"

#include "archive/clock.h"
#include "archive/facet_count.h"
#include "archive/plan.h"
#include "archive/select.h"
#include "archive/timeline_auto.h"
#include "archive/timeline_tally.h"

#include <inttypes.h>
#include <string.h>

struct timing {
    struct reader *reader;
    const struct timeline_request *request;
    struct arena *arena;
    struct timeline *out;
    struct error *err;
    struct clock_limit limit;
    struct selection found, all;
    struct facet_columns dates, values;
    struct search_facet_counts shown;
};

static int no_memory(struct timing *t)
{
    return error_set(t->err, FAULT_MEMORY, "the search needs too much memory");
}

/* ---- what is counted ------------------------------------------------- */

static int select_all(struct timing *t)
{
    static const struct tree everything = {.op = TREE_ALL};
    const struct tree *tree;

    if (plan_filtered(t->reader, t->request->search, &everything, t->arena, &tree, t->err) < 0 ||
        select_tree(t->reader, tree, COLLAPSE_NONE, clock_ms_left(&t->limit), t->arena, &t->all, t->err) < 0)
        return -1;
    /* What the deadline left out of one is to be in neither. */
    for (size_t i = 0; t->all.partial && i < t->all.shards; i++)
        for (size_t w = 0; w <= reader_shard(t->reader, i)->documents / 64; w++)
            t->found.bits[i][w] &= t->all.bits[i][w];
    return 0;
}

static int select_both(struct timing *t)
{
    struct search_request copies = *t->request->search;

    copies.collapse = COLLAPSE_NONE; /* stories are made of copies by timeline_tally */
    copies.deadline_ms = clock_ms_left(&t->limit);
    if (select_run(t->reader, &copies, t->arena, &t->found, t->err) < 0)
        return -1;
    if (t->request->search->q)
        return select_all(t);
    t->all = t->found;
    return 0;
}

static int take_span(struct timing *t)
{
    const struct search_request *search = t->request->search;
    enum timeline_interval interval = t->request->interval;
    struct timeline_span *span = &t->out->span;
    bool from = search->from.precision != DATE_NONE, to = search->to.precision != DATE_NONE;
    int32_t ignored;

    t->out->chosen = interval == (enum timeline_interval)TIMELINE_AUTO;
    if (t->out->chosen)
        return timeline_auto(t->reader, &t->dates, &search->from, &search->to, span, t->err);
    span->interval = interval;
    if (timeline_bounds(t->reader, &t->dates, interval, &span->first, &span->last, t->err) < 0)
        return -1;
    bool any = span->first <= span->last;
    if (any) {
        timeline_whole(interval, span->first, &span->first, &ignored);
        timeline_whole(interval, span->last, &ignored, &span->last);
    }
    if (from && (any || to))
        span->first = date_first_day(&search->from);
    if (to && (any || from))
        span->last = date_last_day(&search->to);
    return 0;
}

/* ---- series ---------------------------------------------------------- */

static bool is_shown(const struct search_facet_counts *shown, const struct search_facet_value *v)
{
    for (size_t i = 0; i < shown->count; i++)
        if (shown->values[i].term.len == v->term.len &&
            memcmp(shown->values[i].term.data, v->term.data, v->term.len) == 0)
            return true;
    return false;
}

/* Those that most articles found have; then, where nothing is found of others, those that most have. */
static int choose_values(struct timing *t)
{
    size_t limit = t->request->by_limit ? t->request->by_limit : TIMELINE_BY;
    struct search_facet_counts found, all;

    if (facet_count(t->reader, t->found.bits, t->request->by, limit, t->arena, &found, t->err) < 0 ||
        facet_count(t->reader, t->all.bits, t->request->by, limit, t->arena, &all, t->err) < 0)
        return -1;
    t->shown.values = arena_alloc(t->arena, (limit + 1) * sizeof *t->shown.values);
    if (!t->shown.values)
        return no_memory(t);
    for (size_t i = 0; i < found.count; i++)
        t->shown.values[t->shown.count++] = found.values[i];
    for (size_t i = 0; i < all.count && t->shown.count < limit; i++)
        if (!is_shown(&t->shown, &all.values[i]))
            t->shown.values[t->shown.count++] = all.values[i];
    t->out->other_values = all.count + all.other_values - t->shown.count;
    return facet_columns_open(t->reader, t->request->by, &t->values, t->err);
}

static int check_size(struct timing *t, size_t series)
{
    struct timeline_span coarser = t->out->span;
    const char *name = timeline_interval_name(coarser.interval);
    size_t count = timeline_span_count(&coarser);

    t->out->intervals = count;
    if (count <= TIMELINE_INTERVALS_MAX && count * series <= TIMELINE_POINTS_MAX)
        return 0;
    while (coarser.interval > TIMELINE_YEAR && (timeline_span_count(&coarser) > TIMELINE_INTERVALS_MAX ||
                                                timeline_span_count(&coarser) * series > TIMELINE_POINTS_MAX))
        coarser.interval--;
    if (count > TIMELINE_INTERVALS_MAX)
        return error_set(t->err, FAULT_INVALID, "There would be %zu; at most %d are told. Use interval=%s.", count,
                         TIMELINE_INTERVALS_MAX, timeline_interval_name(coarser.interval));
    return error_set(t->err, FAULT_INVALID,
                     "There would be %zu series of %zu %ss; at most %d counts are told. Use interval=%s, or fewer by "
                     "by_limit.",
                     series, count, name, TIMELINE_POINTS_MAX, timeline_interval_name(coarser.interval));
}

static void add(struct timeline_point *sum, const struct timeline_point *p)
{
    sum->count += p->count;
    sum->all += p->all;
}

static void take_series(struct timeline_series *s, const char *value, struct timeline_point *points, size_t intervals)
{
    *s = (struct timeline_series){.value = value, .points = points,
                                  .imprecise = points[intervals + TIMELINE_IMPRECISE],
                                  .undated = points[intervals + TIMELINE_UNDATED],
                                  .before = points[intervals + TIMELINE_BEFORE],
                                  .after = points[intervals + TIMELINE_AFTER]};
    for (size_t i = 0; i < intervals + TIMELINE_APART; i++)
        add(&s->sum, &points[i]);
}

static int count(struct timing *t)
{
    struct timeline *out = t->out;
    size_t shown = t->shown.count, series = t->request->has_by ? shown + 2 : 1;

    if (check_size(t, series) < 0)
        return -1;
    size_t intervals = out->intervals, places = intervals + TIMELINE_APART;
    struct timeline_point *points = arena_alloc(t->arena, series * places * sizeof *points);
    out->series = arena_alloc(t->arena, (shown + 1) * sizeof *out->series);
    if (!points || !out->series)
        return no_memory(t);
    const struct timeline_counting counting = {.reader = t->reader, .all = t->all.bits, .found = t->found.bits,
                                               .stories = t->request->search->collapse == COLLAPSE_GROUP,
                                               .dates = &t->dates,
                                               .values = t->request->has_by ? &t->values : NULL,
                                               .shown = t->shown.values, .shown_count = shown, .span = out->span};
    if (timeline_tally(&counting, t->arena, points, t->err) < 0)
        return -1;
    take_series(&out->whole, NULL, points, intervals);
    for (size_t i = 0; i < shown; i++)
        take_series(&out->series[i], t->shown.values[i].value, points + (i + 1) * places, intervals);
    out->series_count = shown;
    if (t->request->has_by)
        take_series(&out->others, NULL, points + (shown + 1) * places, intervals);
    return 0;
}

/* ---- the whole ------------------------------------------------------- */

static int run(struct timing *t)
{
    struct timeline *out = t->out;

    if (select_both(t) < 0 || facet_columns_open(t->reader, FACET_YEAR, &t->dates, t->err) < 0 || take_span(t) < 0 ||
        (t->request->has_by && choose_values(t) < 0) || count(t) < 0 ||
        search_identify(t->request->search, t->arena, out->hash, t->err) < 0)
        return -1;
    out->understood_as = t->found.understood_as;
    out->warnings = t->found.warnings;
    out->warning_count = t->found.warning_count;
    out->partial = t->found.partial || t->all.partial;
    return 0;
}

int timeline_run(struct reader *r, const struct timeline_request *request, struct arena *arena, struct timeline *out,
                 struct error *err)
{
    struct timeline timeline = {0};
    struct timing t = {.reader = r, .request = request, .arena = arena, .out = &timeline, .err = err,
                       .limit = {.ms = request->search->deadline_ms}};

    clock_gettime(CLOCK_MONOTONIC, &t.limit.begin);
    int rc = run(&t);
    facet_columns_close(&t.dates);
    facet_columns_close(&t.values);
    *out = rc == 0 ? timeline : (struct timeline){.intervals = timeline.intervals};
    return rc;
}
