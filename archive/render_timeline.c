/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render_timeline.c - a timeline as JSON and as rows for a spreadsheet. */
#include "archive/render_timeline.h"

#include "archive/csv_put.h"
#include "archive/json_put.h"

#include <stdio.h>
#include <string.h>

enum {
    ROWS_MAX = 24 << 20, /* bytes of TIMELINE_POINTS_MAX intervals, over 100 each */
    MILLION = 1000000,
    SHARE_MAX = 16
};

/* To six decimals, without the zeros at their end; "null" where it is of nothing. */
static void write_share(const struct timeline_point *p, const char *of_nothing, char out[SHARE_MAX])
{
    uint64_t share = p->all ? ((uint64_t)p->count * MILLION + p->all / 2) / p->all : 0;
    unsigned decimals = (unsigned)(share % MILLION), digits = 6;

    if (!p->all) {
        snprintf(out, SHARE_MAX, "%s", of_nothing);
        return;
    }
    if (!decimals) {
        snprintf(out, SHARE_MAX, "%u", (unsigned)(share / MILLION));
        return;
    }
    for (; decimals % 10 == 0; digits--)
        decimals /= 10;
    snprintf(out, SHARE_MAX, "%u.%0*u", (unsigned)(share / MILLION), (int)digits, decimals);
}

static void write_day(int32_t day, char out[16])
{
    int year, month, mday;

    date_from_day(day, &year, &month, &mday);
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)mday % 100);
}

static void write_days(const struct timeline *t, size_t i, char start[16], char end[16])
{
    int32_t first, last;

    timeline_span_days(&t->span, i, &first, &last);
    write_day(first, start);
    write_day(last, end);
}

/* ---- JSON ------------------------------------------------------------ */

/* Written by hand: a tree of 7,000 days costs four times as much. */
static bool put_intervals(const struct timeline *t, const struct timeline_series *s, cJSON *into)
{
    struct buffer rows = buffer_make(ROWS_MAX);
    char start[16], end[16], share[SHARE_MAX];

    buffer_putc(&rows, '[');
    for (size_t i = 0; i < t->intervals; i++) {
        const struct timeline_point *p = &s->points[i];
        write_days(t, i, start, end);
        write_share(p, "null", share);
        buffer_printf(&rows, "%s{\"start\":\"%s\",\"end\":\"%s\",", i ? "," : "", start, end);
        if (p->all)
            buffer_printf(&rows, "\"count\":%u,\"all\":%u,\"share\":%s,\"gap\":false}", p->count, p->all, share);
        else
            buffer_puts(&rows, "\"count\":null,\"all\":0,\"share\":null,\"gap\":true}");
    }
    buffer_putc(&rows, ']');
    bool put = !rows.failed && cJSON_AddRawToObject(into, "intervals", rows.data);
    buffer_free(&rows);
    return put;
}

static bool put_point(cJSON *into, const struct timeline_point *p)
{
    char share[SHARE_MAX];

    write_share(p, "null", share);
    return json_put_number(into, "count", p->count) && json_put_number(into, "all", p->all) &&
           cJSON_AddRawToObject(into, "share", share);
}

static bool put_apart(cJSON *into, const char *name, const struct timeline_point *p)
{
    cJSON *o = json_put_object(into, name);

    return o && json_put_number(o, "count", p->count) && json_put_number(o, "all", p->all);
}

static bool put_series(const struct timeline *t, const struct timeline_series *s, cJSON *into)
{
    return put_apart(into, "imprecise", &s->imprecise) && put_apart(into, "undated", &s->undated) &&
           put_intervals(t, s, into);
}

static bool put_one(const struct timeline *t, const struct timeline_series *s, cJSON *list)
{
    cJSON *o = json_put_object(list, NULL);

    return o && json_put_string(o, "value", s->value) && put_point(o, &s->sum) && put_series(t, s, o);
}

static bool put_by(const struct timeline *t, enum search_facet by, cJSON *into)
{
    cJSON *list = json_put_string(into, "by", search_facet_name(by)) ? json_put_list(into, "series") : NULL;
    bool put = list;

    for (size_t i = 0; put && i < t->series_count; i++)
        put = put_one(t, &t->series[i], list);
    if (!put)
        return false;
    if (!t->other_values)
        return json_put_string(into, "others", NULL);
    cJSON *o = json_put_object(into, "others");
    return o && json_put_number(o, "values", (double)t->other_values) && put_point(o, &t->others.sum) &&
           put_series(t, &t->others, o);
}

bool render_timeline(const struct timeline *t, const enum search_facet *by, cJSON *into)
{
    char share[SHARE_MAX];

    write_share(&t->whole.sum, "null", share);
    return json_put_number(into, "all", t->whole.sum.all) && cJSON_AddRawToObject(into, "share", share) &&
           json_put_string(into, "interval", timeline_interval_name(t->span.interval)) &&
           put_series(t, &t->whole, into) && (!by || put_by(t, *by, into));
}

/* ---- rows ------------------------------------------------------------ */

static void put_rows(const struct timeline *t, const struct timeline_series *s, const char *value, struct buffer *out)
{
    char start[16], end[16], share[SHARE_MAX];

    for (size_t i = 0; i < t->intervals; i++) {
        const struct timeline_point *p = &s->points[i];
        write_days(t, i, start, end);
        write_share(p, "", share);
        csv_put_string(out, start);
        csv_put_string(out, end);
        csv_put_string(out, value);
        if (p->all)
            csv_put_number(out, p->count);
        else
            csv_put_string(out, NULL);
        csv_put_number(out, p->all);
        csv_put_string(out, share);
        csv_put_string(out, p->all ? "false" : "true");
        csv_end_row(out);
    }
}

bool render_timeline_csv(const struct timeline *t, bool by, struct buffer *out)
{
    static const char *const names[] = {"start", "end", "value", "count", "all", "share", "gap"};

    csv_put_head(out, names, sizeof names / sizeof names[0]);
    put_rows(t, &t->whole, NULL, out);
    for (size_t i = 0; i < t->series_count; i++)
        put_rows(t, &t->series[i], t->series[i].value, out);
    if (by && t->other_values)
        put_rows(t, &t->others, "(others)", out);
    return !out->failed;
}
