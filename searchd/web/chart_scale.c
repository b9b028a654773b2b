/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart_scale.c - where a chart has its lines and its labels. */
#include "searchd/web/chart_scale.h"

#include <math.h>
#include <stdio.h>

#include "searchd/web/html.h"

enum { MONTHS = 12, STEPS = 3, WEEK_DAYS = 7 };

/* ---- up ---------------------------------------------------------------- */

struct chart_scale chart_scale_of(double max, bool counts)
{
    static const double rounds[] = {1, 2, 5, 10};
    double least = counts ? 1 : 0.0001, wanted = max / STEPS > least ? max / STEPS : least;
    double power = pow(10, floor(log10(wanted) + 1e-9));
    struct chart_scale s = {.step = power, .steps = 1};
    for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
        s.step = rounds[i] * power;
        if (s.step >= wanted * (1 - 1e-9))
            break;
    }
    while (s.steps < STEPS && s.step * s.steps < max)
        s.steps++;
    return s;
}

void chart_scale_label(struct buffer *out, const struct chart_scale *s, unsigned k, bool counts)
{
    double value = s->step * k;
    if (counts)
        html_count(out, value);
    else if (s->step >= 0.01 - 1e-9 || k == 0)
        html(out, "%.0f%%", 100 * value);
    else if (s->step >= 0.001 - 1e-9)
        html(out, "%.1f%%", 100 * value);
    else
        html(out, "%.2f%%", 100 * value);
}

/* ---- along ------------------------------------------------------------- */

/* What counts along the axis: years, months or days, and whether a new one begins with the bar. */
static bool unit_of(const struct chart *c, size_t i, unsigned *number)
{
    int year, month, day, before_year, before_month, before_day;
    date_from_day(c->bars[i].first, &year, &month, &day);
    if (c->interval == TIMELINE_YEAR) {
        *number = (unsigned)year;
        return true;
    }
    if (c->interval == TIMELINE_DAY) {
        *number = (unsigned)i;
        return true;
    }
    *number = (unsigned)(year * MONTHS + month - 1);
    if (i == 0)
        return c->interval == TIMELINE_MONTH || day <= WEEK_DAYS;
    date_from_day(c->bars[i - 1].first, &before_year, &before_month, &before_day);
    return month != before_month;
}

static bool has_label(const struct chart *c, size_t i, unsigned step)
{
    unsigned number, latest = c->interval == TIMELINE_DAY ? 90 : 95; /* percent: a later one would be cut */
    return unit_of(c, i, &number) && number % step == 0 && 100 * i <= latest * c->count;
}

static size_t count_labels(const struct chart *c, unsigned step, size_t *first)
{
    size_t count = 0;
    *first = c->count;
    for (size_t i = 0; i < c->count; i++) {
        if (!has_label(c, i, step))
            continue;
        if (!count++)
            *first = i;
    }
    return count;
}

/* A year's number is shorter than a day's or a month's name. */
static size_t labels_for(const struct chart *c, unsigned step, bool narrow)
{
    bool years = c->interval == TIMELINE_YEAR || (c->interval != TIMELINE_DAY && step % MONTHS == 0);
    return !narrow ? CHART_LABELS_WIDE : years ? CHART_YEARS_NARROW : CHART_LABELS_NARROW;
}

/* The smallest step for which there is room; else the longest. of: it is to be a multiple of that. */
static unsigned step_of(const struct chart *c, unsigned of, bool narrow, size_t *first)
{
    static const unsigned years[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 0};
    static const unsigned months[] = {1, 2, 3, 6, 12, 24, 60, 120, 0};
    static const unsigned days[] = {1, 2, 7, 14, 28, 0};
    const unsigned *steps = c->interval == TIMELINE_YEAR ? years : c->interval == TIMELINE_DAY ? days : months;
    unsigned step = of;
    for (; *steps; steps++) {
        if (*steps % of)
            continue;
        step = *steps;
        if (count_labels(c, step, first) <= labels_for(c, step, narrow))
            break;
    }
    return step;
}

struct chart_labels chart_labels_of(const struct chart *c)
{
    struct chart_labels l = {0};
    l.wide = step_of(c, 1, false, &l.first_wide);
    l.narrow = step_of(c, l.wide, true, &l.first_narrow);
    return l;
}

bool chart_label(const struct chart *c, const struct chart_labels *labels, size_t i, char out[CHART_LABEL_MAX],
                 bool *narrow)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day;
    if (!has_label(c, i, labels->wide))
        return false;
    *narrow = has_label(c, i, labels->narrow);
    date_from_day(c->bars[i].first, &year, &month, &day);
    bool first = i == labels->first_wide || i == labels->first_narrow;
    if (c->interval == TIMELINE_DAY)
        snprintf(out, CHART_LABEL_MAX, "%d %s", day, months[month - 1]);
    else if (c->interval == TIMELINE_YEAR || month == 1)
        snprintf(out, CHART_LABEL_MAX, "%d", year);
    else if (first)
        snprintf(out, CHART_LABEL_MAX, "%s %d", months[month - 1], year);
    else
        snprintf(out, CHART_LABEL_MAX, "%s", months[month - 1]);
    return true;
}
