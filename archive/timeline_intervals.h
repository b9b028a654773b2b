/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_intervals.h - a span of days cut into years, months, ISO weeks (from Monday) or days. */
#ifndef HUSTINGS_TIMELINE_INTERVALS_H
#define HUSTINGS_TIMELINE_INTERVALS_H

#include "archive/date.h"

#include <stddef.h>

enum timeline_interval { TIMELINE_YEAR, TIMELINE_MONTH, TIMELINE_WEEK, TIMELINE_DAY, TIMELINE_INTERVAL_COUNT };
enum { TIMELINE_AUTO = TIMELINE_INTERVAL_COUNT }; /* of a request: timeline_auto.h chooses one */
const char *timeline_interval_name(enum timeline_interval interval); /* "week" */

struct timeline_span {
    enum timeline_interval interval;
    int32_t first, last; /* days since 1970-01-01, both in it; first > last: no interval */
};

/* How many intervals it touches. */
size_t timeline_span_count(const struct timeline_span *s);
/* Which of them a day of it lies in, from 0. */
size_t timeline_span_of(const struct timeline_span *s, int32_t day);
/* The days of one, cut to the span. */
void timeline_span_days(const struct timeline_span *s, size_t i, int32_t *first, int32_t *last);
/* The days of the whole interval that a day lies in. */
void timeline_whole(enum timeline_interval interval, int32_t day, int32_t *first, int32_t *last);
/* Whether a date of that precision lies in one interval, and it is known in which. */
bool timeline_is_precise(enum timeline_interval interval, enum date_precision precision);

#endif
