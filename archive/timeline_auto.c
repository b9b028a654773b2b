/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_auto.c - which intervals a chart of an archive should have. */
#include "archive/timeline_auto.h"

#include <stdlib.h>

enum timeline_interval timeline_fitting(int32_t first, int32_t last, enum timeline_interval finest)
{
    struct timeline_span span = {.interval = finest, .first = first, .last = last};

    while (span.interval > TIMELINE_YEAR && timeline_span_count(&span) > TIMELINE_AUTO_MAX)
        span.interval--;
    return span.interval;
}

/* The archive's bounds by the most precise dates that it has any of. */
static int bounds_of(struct reader *r, const struct facet_columns *dates, struct timeline_span *out, struct error *err)
{
    static const enum timeline_interval precisions[] = {TIMELINE_DAY, TIMELINE_MONTH, TIMELINE_YEAR};

    for (size_t i = 0; i < sizeof precisions / sizeof precisions[0]; i++) {
        out->interval = precisions[i];
        if (timeline_bounds(r, dates, out->interval, &out->first, &out->last, err) < 0)
            return -1;
        if (out->first <= out->last)
            break;
    }
    return 0;
}

/* How many weeks at one end (step 1: the first ones, -1: the last) hold what strays: no more articles than may be left
 * out, and far from the others. */
static size_t strays(const uint32_t *counts, size_t weeks, int step)
{
    const uint32_t *end = step > 0 ? counts : counts + weeks - 1;
    uint64_t all = 0, left_out = 0;
    size_t passed = 0;

    for (size_t i = 0; i < weeks; i++)
        all += counts[i];
    for (; passed < weeks; passed++) {
        left_out += end[step * (ptrdiff_t)passed];
        if (left_out * TIMELINE_STRAYS > all)
            break;
    }
    for (size_t empty = 0, i = passed; i-- > 0 && empty < TIMELINE_FAR_WEEKS;) {
        empty = end[step * (ptrdiff_t)i] ? 0 : empty + 1;
        if (!empty)
            passed = i;
    }
    return passed;
}

/* Leaves out at the open ends what strays. */
static int cut_strays(struct reader *r, const struct facet_columns *dates, bool open_first, bool open_last,
                      struct timeline_span *span, struct error *err)
{
    struct timeline_span weeks = {.interval = TIMELINE_WEEK, .first = span->first, .last = span->last};
    size_t count = timeline_span_count(&weeks);
    uint32_t *counts = calloc(count + 1, sizeof *counts);
    int32_t ignored;

    if (!counts)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    int rc = timeline_histogram(r, dates, &weeks, counts, err);
    size_t before = rc == 0 && open_first ? strays(counts, count, 1) : 0;
    size_t behind = rc == 0 && open_last ? strays(counts, count, -1) : 0;
    free(counts);
    if (rc < 0 || before + behind >= count)
        return rc;
    timeline_span_days(&weeks, before, &span->first, &ignored);
    timeline_span_days(&weeks, count - 1 - behind, &ignored, &span->last);
    return 0;
}

int timeline_auto(struct reader *r, const struct facet_columns *dates, const struct date *from, const struct date *to,
                  struct timeline_span *out, struct error *err)
{
    bool open_first = from->precision == DATE_NONE, open_last = to->precision == DATE_NONE;
    int32_t ignored;

    if (bounds_of(r, dates, out, err) < 0)
        return -1;
    bool any = out->first <= out->last;
    if (!open_first && (any || !open_last))
        out->first = date_first_day(from);
    if (!open_last && (any || !open_first))
        out->last = date_last_day(to);
    struct timeline_span most = *out;
    bool may_stray = out->interval == TIMELINE_DAY && out->first <= out->last && (open_first || open_last);
    if (may_stray && cut_strays(r, dates, open_first, open_last, &most, err) < 0)
        return -1;
    enum timeline_interval whole = timeline_fitting(out->first, out->last, out->interval);
    most.interval = timeline_fitting(most.first, most.last, out->interval);
    if (most.interval > whole)
        *out = most;
    else
        out->interval = whole;
    if (out->first > out->last)
        return 0;
    if (open_first)
        timeline_whole(out->interval, out->first, &out->first, &ignored);
    if (open_last)
        timeline_whole(out->interval, out->last, &ignored, &out->last);
    return 0;
}
