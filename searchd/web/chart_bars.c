/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart_bars.c - a timeline's intervals as a chart shows them. */
#include "searchd/web/chart_bars.h"

#include <stdlib.h>
#include <string.h>

#include "searchd/web/ask_api.h"
#include "searchd/web/html.h"
#include "searchd/web/html_date.h"

static bool read_interval(const cJSON *timeline, enum timeline_interval *out)
{
    const char *name = api_text(timeline, "interval");
    for (unsigned i = 0; name && i < TIMELINE_INTERVAL_COUNT; i++) {
        *out = (enum timeline_interval)i;
        if (strcmp(name, timeline_interval_name(*out)) == 0)
            return true;
    }
    return false;
}

static bool read_day(const cJSON *o, const char *name, int32_t *day)
{
    const char *text = api_text(o, name);
    struct date d;
    if (!text || !date_parse_iso(text, strlen(text), &d, NULL))
        return false;
    *day = date_first_day(&d);
    return true;
}

/* A day, or the month or year that it lies in. */
static void write_date(int32_t day, enum date_precision precision, char out[CHART_DATE_MAX])
{
    struct date d = {.precision = precision};
    char text[32];
    date_from_day(day, &d.year, &d.month, &d.day);
    size_t len = date_format(&d, text);
    memcpy(out, text, len + 1);
}

static bool read_bar(const cJSON *o, enum timeline_interval interval, struct chart_bar *out)
{
    int32_t first, last;
    if (!read_day(o, "start", &out->first) || !read_day(o, "end", &out->last))
        return false;
    timeline_whole(interval, out->first, &first, &last);
    bool whole = first == out->first && last == out->last;
    enum date_precision precision = whole && interval == TIMELINE_YEAR    ? DATE_YEAR
                                    : whole && interval == TIMELINE_MONTH ? DATE_MONTH
                                                                          : DATE_DAY;
    write_date(out->first, precision, out->from);
    write_date(out->last, precision, out->to);
    out->count = api_number(o, "count");
    out->all = api_number(o, "all");
    out->gap = out->all < 1;
    return true;
}

static void sum_up(struct chart *c)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct chart_bar *bar = &c->bars[i], *most = &c->bars[c->most], *largest = &c->bars[c->largest];
        c->found += bar->count;
        c->of += bar->all;
        c->gaps |= bar->gap;
        if (bar->count > most->count)
            c->most = i;
        if (bar->count * largest->all > largest->count * bar->all || (largest->gap && !bar->gap))
            c->largest = i;
    }
}

bool chart_read(struct chart *out, const cJSON *timeline, bool shares)
{
    const cJSON *intervals = api_member(timeline, "intervals"), *one;
    const char *unit = api_text(timeline, "count");
    *out = (struct chart){.shares = shares, .stories = unit && strcmp(unit, "stories") == 0};
    if (!cJSON_IsArray(intervals) || !read_interval(timeline, &out->interval))
        return false;
    out->bars = calloc((size_t)cJSON_GetArraySize(intervals) + 1, sizeof *out->bars);
    out->failed = !out->bars;
    if (out->failed)
        return false;
    cJSON_ArrayForEach(one, intervals) {
        if (!read_bar(one, out->interval, &out->bars[out->count]))
            return false;
        out->count++;
    }
    sum_up(out);
    return true;
}

void chart_free(struct chart *c)
{
    free(c->bars);
    *c = (struct chart){0};
}

double chart_value(const struct chart *c, size_t i)
{
    const struct chart_bar *bar = &c->bars[i];
    if (!c->shares)
        return bar->count;
    return bar->gap ? 0 : bar->count / bar->all;
}

void chart_name(struct buffer *out, const struct chart *c, size_t i)
{
    const struct chart_bar *bar = &c->bars[i];
    bool one = strcmp(bar->from, bar->to) == 0;
    if (!one && c->interval == TIMELINE_WEEK && bar->last - bar->first == 6) {
        html(out, "week from ");
        one = true;
    }
    html_date_words(out, bar->from);
    if (!one) {
        html(out, " – ");
        html_date_words(out, bar->to);
    }
}

void chart_articles(struct buffer *out, double count)
{
    html_count(out, count);
    buffer_puts(out, count > 0 && count < 2 ? " article" : " articles");
}

void chart_share(struct buffer *out, double count, double all)
{
    double percent = all > 0 ? 100 * count / all : 0;
    if (percent <= 0 || count >= all)
        html(out, "%.0f%%", percent);
    else if (percent < 0.01)
        html(out, "under 0.01%%");
    else if (percent < 0.1)
        html(out, "%.2f%%", percent);
    else
        html(out, "%.1f%%", percent);
}

void chart_figures(struct buffer *out, const struct chart *c, size_t i)
{
    const struct chart_bar *bar = &c->bars[i];
    if (bar->gap) {
        html(out, "no articles at all");
    } else if (c->found < c->of) {
        html_count(out, bar->count);
        html(out, " of ");
        chart_articles(out, bar->all);
        html(out, " (");
        chart_share(out, bar->count, bar->all);
        html(out, ")");
    } else {
        chart_articles(out, bar->count);
    }
}
