/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_intervals.c - a span of days cut into years, months, weeks or days. */
#include "archive/timeline_intervals.h"

enum { WEEK_DAYS = 7, EPOCH_WEEKDAY = 3 /* 1970-01-01 is a Thursday; Monday is 0 */ };

const char *timeline_interval_name(enum timeline_interval interval)
{
    static const char *const names[TIMELINE_AUTO + 1] = {"year", "month", "week", "day", "auto"};

    return names[interval];
}

static int32_t floor_by(int32_t a, int32_t b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/* Each interval's number among all of its kind. */
static int32_t number_of(enum timeline_interval interval, int32_t day)
{
    int year, month, mday;

    if (interval == TIMELINE_DAY)
        return day;
    if (interval == TIMELINE_WEEK)
        return floor_by(day + EPOCH_WEEKDAY, WEEK_DAYS);
    date_from_day(day, &year, &month, &mday);
    return interval == TIMELINE_YEAR ? year : year * 12 + month - 1;
}

/* The first day of the interval of that number. */
static int32_t first_day_of(enum timeline_interval interval, int32_t number)
{
    if (interval == TIMELINE_DAY)
        return number;
    if (interval == TIMELINE_WEEK)
        return number * WEEK_DAYS - EPOCH_WEEKDAY;
    struct date d = {.precision = DATE_YEAR, .year = number};
    if (interval == TIMELINE_MONTH)
        d = (struct date){.precision = DATE_MONTH, .year = number / 12, .month = number % 12 + 1};
    return date_first_day(&d);
}

size_t timeline_span_count(const struct timeline_span *s)
{
    return s->first > s->last
               ? 0
               : (size_t)(number_of(s->interval, s->last) - number_of(s->interval, s->first)) + 1;
}

size_t timeline_span_of(const struct timeline_span *s, int32_t day)
{
    return (size_t)(number_of(s->interval, day) - number_of(s->interval, s->first));
}

void timeline_span_days(const struct timeline_span *s, size_t i, int32_t *first, int32_t *last)
{
    int32_t number = number_of(s->interval, s->first) + (int32_t)i;

    *first = first_day_of(s->interval, number);
    *last = first_day_of(s->interval, number + 1) - 1;
    if (*first < s->first)
        *first = s->first;
    if (*last > s->last)
        *last = s->last;
}

void timeline_whole(enum timeline_interval interval, int32_t day, int32_t *first, int32_t *last)
{
    int32_t number = number_of(interval, day);

    *first = first_day_of(interval, number);
    *last = first_day_of(interval, number + 1) - 1;
}

bool timeline_is_precise(enum timeline_interval interval, enum date_precision precision)
{
    switch (interval) {
    case TIMELINE_YEAR:
        return precision >= DATE_YEAR;
    case TIMELINE_MONTH:
        return precision >= DATE_MONTH;
    default:
        return precision >= DATE_DAY;
    }
}
