/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render_timeline.c - a timeline as JSON and as rows for a spreadsheet. */
#include "archive/render_timeline.h"

#include "archive/csv_put.h"
#include "archive/json_put.h"

#include <string.h>

enum {
    ROW_MAX = 160, /* bytes: 60 of names and marks, two days, two numbers, a share */
    ROWS_MAX = TIMELINE_POINTS_MAX * ROW_MAX,
    MILLION = 1000000
};

/* A row in the making: printf would cost more than to count what it prints. */
struct row {
    char text[ROW_MAX];
    size_t len;
};

static void put_text(struct row *r, const char *text)
{
    size_t len = strlen(text);

    memcpy(r->text + r->len, text, len);
    r->len += len;
}

/* At least so many digits. */
static void put_number(struct row *r, uint32_t number, int digits)
{
    char reversed[16];
    int count = 0;

    for (; number || count < digits; number /= 10)
        reversed[count++] = (char)('0' + number % 10);
    while (count)
        r->text[r->len++] = reversed[--count];
}

/* To six decimals, without the zeros at their end. */
static void put_share(struct row *r, const struct timeline_point *p)
{
    uint64_t share = ((uint64_t)p->count * MILLION + p->all / 2) / p->all;
    uint32_t decimals = (uint32_t)(share % MILLION);
    int digits = 6;

    put_number(r, (uint32_t)(share / MILLION), 1);
    if (!decimals)
        return;
    for (; decimals % 10 == 0; digits--)
        decimals /= 10;
    put_text(r, ".");
    put_number(r, decimals, digits);
}

static void put_day(struct row *r, int32_t day)
{
    int year, month, mday;

    date_from_day(day, &year, &month, &mday);
    put_number(r, (uint32_t)year, 4);
    put_text(r, "-");
    put_number(r, (uint32_t)month, 2);
    put_text(r, "-");
    put_number(r, (uint32_t)mday, 2);
}

/* ---- JSON ------------------------------------------------------------ */

static void put_interval(const struct timeline *t, size_t i, const struct timeline_point *p, struct row *r)
{
    int32_t first, last;

    timeline_span_days(&t->span, i, &first, &last);
    put_text(r, i ? ",{\"start\":\"" : "{\"start\":\"");
    put_day(r, first);
    put_text(r, "\",\"end\":\"");
    put_day(r, last);
    if (!p->all) {
        put_text(r, "\",\"count\":null,\"all\":0,\"share\":null,\"gap\":true}");
        return;
    }
    put_text(r, "\",\"count\":");
    put_number(r, p->count, 1);
    put_text(r, ",\"all\":");
    put_number(r, p->all, 1);
    put_text(r, ",\"share\":");
    put_share(r, p);
    put_text(r, ",\"gap\":false}");
}

/* As text: a tree of 7,000 days would take 40,000 pieces of memory. */
static bool put_intervals(const struct timeline *t, const struct timeline_series *s, cJSON *into)
{
    struct buffer rows = buffer_make(ROWS_MAX);

    buffer_putc(&rows, '[');
    for (size_t i = 0; i < t->intervals; i++) {
        struct row r = {.len = 0};
        put_interval(t, i, &s->points[i], &r);
        buffer_append(&rows, r.text, r.len);
    }
    buffer_putc(&rows, ']');
    bool put = !rows.failed && cJSON_AddRawToObject(into, "intervals", rows.data);
    buffer_free(&rows);
    return put;
}

static bool put_sum(cJSON *into, const char *count, const struct timeline_point *p)
{
    struct row share = {.len = 0};

    if (p->all)
        put_share(&share, p);
    return (!count || json_put_number(into, count, p->count)) && json_put_number(into, "all", p->all) &&
           (p->all ? cJSON_AddRawToObject(into, "share", share.text) != NULL : json_put_string(into, "share", NULL));
}

static bool put_apart(cJSON *into, const char *name, const struct timeline_point *p)
{
    cJSON *o = json_put_object(into, name);

    return o && json_put_number(o, "count", p->count) && json_put_number(o, "all", p->all);
}

static bool put_series(const struct timeline *t, const struct timeline_series *s, cJSON *into)
{
    return put_apart(into, "imprecise", &s->imprecise) && put_apart(into, "undated", &s->undated) &&
           (!t->chosen || (put_apart(into, "before", &s->before) && put_apart(into, "after", &s->after))) &&
           put_intervals(t, s, into);
}

static bool put_one(const struct timeline *t, const struct timeline_series *s, cJSON *list)
{
    cJSON *o = json_put_object(list, NULL);

    return o && json_put_string(o, "value", s->value) && put_sum(o, "count", &s->sum) && put_series(t, s, o);
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
    return o && json_put_number(o, "values", (double)t->other_values) && put_sum(o, "count", &t->others.sum) &&
           put_series(t, &t->others, o);
}

bool render_timeline(const struct timeline *t, const enum search_facet *by, cJSON *into)
{
    return put_sum(into, NULL, &t->whole.sum) &&
           json_put_string(into, "interval", timeline_interval_name(t->span.interval)) &&
           put_series(t, &t->whole, into) && (!by || put_by(t, *by, into));
}

/* ---- rows ------------------------------------------------------------ */

static void put_rows(const struct timeline *t, const struct timeline_series *s, const char *value, struct buffer *out)
{
    for (size_t i = 0; i < t->intervals; i++) {
        const struct timeline_point *p = &s->points[i];
        struct row start = {.len = 0}, end = {.len = 0}, share = {.len = 0};
        int32_t first, last;
        timeline_span_days(&t->span, i, &first, &last);
        put_day(&start, first);
        put_day(&end, last);
        if (p->all)
            put_share(&share, p);
        csv_put_cell(out, start.text, start.len);
        csv_put_cell(out, end.text, end.len);
        csv_put_string(out, value);
        if (p->all)
            csv_put_number(out, p->count);
        else
            csv_put_string(out, NULL);
        csv_put_number(out, p->all);
        csv_put_cell(out, share.text, share.len);
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
