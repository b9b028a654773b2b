/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_tally.h - articles counted by when they were published and by a field's values. For timeline*.c only. */
#ifndef HUSTINGS_TIMELINE_TALLY_H
#define HUSTINGS_TIMELINE_TALLY_H

#include "archive/facet_columns.h"
#include "archive/timeline.h"

struct timeline_counting {
    struct reader *reader;
    uint64_t *const *all, *const *found; /* by shard; found is part of all */
    bool stories;
    const struct facet_columns *dates, *values; /* values: NULL, or of the field */
    const struct search_facet_value *shown; /* those that are series, from 1; then come the others */
    size_t shown_count;
    struct timeline_span span;
};

/* Days since 1970-01-01 of the archive's first and last article that can be placed in an interval, whatever a request
 * asks; first > last when there is none. */
int timeline_bounds(struct reader *r, const struct facet_columns *dates, enum timeline_interval interval,
                    int32_t *first, int32_t *last, struct error *err);
/* Adds how many articles of the archive lie in each interval of the span. */
int timeline_histogram(struct reader *r, const struct facet_columns *dates, const struct timeline_span *span,
                       uint32_t *counts, struct error *err);
/* points: of each series, 0 being all, one an interval and TIMELINE_APART. */
enum { TIMELINE_IMPRECISE, TIMELINE_UNDATED, TIMELINE_BEFORE, TIMELINE_AFTER, TIMELINE_APART };
int timeline_tally(const struct timeline_counting *c, struct arena *arena, struct timeline_point *points,
                   struct error *err);

#endif
