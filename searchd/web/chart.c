/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart.c - how the articles found lie in time: the figure around the drawing, and its words. */
#include "searchd/web/chart.h"

#include <string.h>

#include "searchd/web/ask_api.h"
#include "searchd/web/chart_draw.h"
#include "searchd/web/html.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page_url.h"

struct figure {
    struct buffer *out;
    const char *root;
    const struct search_params *p;
    const cJSON *timeline;
    struct chart chart;
    struct buffer base; /* the view's address without dates */
};

static bool has_dates(const struct search_params *p)
{
    return p->search.from.precision != DATE_NONE || p->search.to.precision != DATE_NONE;
}

static double apart(const struct figure *f, const char *name)
{
    return api_number(api_member(f->timeline, name), "count");
}

/* ---- above ------------------------------------------------------------- */

static void put_mode(const struct figure *f, bool counts, const char *key, const char *label)
{
    struct search_params there = *f->p;
    struct buffer address = buffer_make(PAGE_URL_MAX);
    there.chart_count = counts;
    page_url_put(&address, f->root, &there, PAGE_LIST | PAGE_PLACE);
    html(f->out, "<a href=\"%s\" rel=\"nofollow\" data-key=\"chart:%s\"", address.data, key);
    buffer_puts(f->out, f->chart.shares == !counts ? " aria-current=\"true\">" : ">");
    html(f->out, "%s</a>\n", label);
    f->out->failed |= address.failed;
    buffer_free(&address);
}

static void put_head(const struct figure *f, bool drawn)
{
    html(f->out, "<div class=\"chart-head\">\n<h2 id=\"chart-title\">%s by %s</h2>\n",
         f->chart.shares && drawn ? "Share of all articles" : "Articles", timeline_interval_name(f->chart.interval));
    if (drawn && f->p->search.q) {
        html(f->out, "<p class=\"chart-modes\">");
        put_mode(f, false, "share", "Share");
        put_mode(f, true, "count", "Count");
        html(f->out, "</p>\n");
    }
    if (has_dates(f->p))
        html(f->out, "<a class=\"chart-all\" href=\"%s\" rel=\"nofollow\" data-key=\"chart:all\">All years</a>\n",
             f->base.data);
    html(f->out, "</div>\n");
}

/* ---- the words ---------------------------------------------------------- */

/* Where what was left out can be looked at: up to the day before the first bar, or from the day after the last. */
static void put_left_out(const struct figure *f, const char *name, bool before)
{
    double count = apart(f, name);
    struct search_params there = *f->p;
    struct buffer address = buffer_make(PAGE_URL_MAX);
    const struct chart *c = &f->chart;
    if (count < 1 || !c->count)
        return;
    struct date *end = before ? &there.search.to : &there.search.from;
    *end = (struct date){.precision = DATE_DAY};
    date_from_day(before ? c->bars[0].first - 1 : c->bars[c->count - 1].last + 1, &end->year, &end->month, &end->day);
    page_url_put(&address, f->root, &there, PAGE_LIST);
    html(f->out, " Not drawn: <a href=\"%s\" rel=\"nofollow\">", address.data);
    chart_articles(f->out, count);
    html(f->out, "</a> from long %s.", before ? "before" : "after");
    f->out->failed |= address.failed;
    buffer_free(&address);
}

static void put_apart(const struct figure *f, const char *name, const char *what)
{
    double count = apart(f, name);
    if (count < 1)
        return;
    html(f->out, " ");
    chart_articles(f->out, count);
    html(f->out, " %s", what);
}

static void put_peak(const struct figure *f)
{
    const struct chart *c = &f->chart;
    size_t i = c->shares ? c->largest : c->most;
    buffer_puts(f->out, c->shares ? ", the largest share in " : ", most in ");
    chart_name(f->out, c, i);
    html(f->out, ": ");
    chart_figures(f->out, c, i);
}

static void put_span(struct buffer *out, const char *from, const char *to)
{
    bool one = strcmp(from, to) == 0;
    buffer_puts(out, one ? " of " : " from ");
    html_date_words(out, from);
    if (!one) {
        html(out, " to ");
        html_date_words(out, to);
    }
}

static void put_words(const struct figure *f, bool drawn)
{
    const struct chart *c = &f->chart;
    struct buffer *out = f->out;
    html(out, "<p class=\"chart-words\">");
    if (c->count) {
        chart_articles(out, c->found);
        put_span(out, c->bars[0].from, c->bars[c->count - 1].to);
        if (c->found > 0 && c->count > 1)
            put_peak(f);
        html(out, ".");
    }
    put_left_out(f, "before", true);
    put_left_out(f, "after", false);
    put_apart(f, "undated", "without a date.");
    put_apart(f, "imprecise", "whose date is not known as precisely.");
    if (c->gaps && drawn)
        buffer_puts(out, f->p->search.filter_count ? " Hatched: no article of that time passes the filters."
                                                   : " Hatched: the archive has no article of that time.");
    if (c->count > CHART_BARS_MAX)
        html(out, " Too many years to draw: choose a later beginning or an earlier end.");
    if (api_true(f->timeline, "partial"))
        html(out, " The time limit was met: not all were counted.");
    html(out, "</p>\n");
}

/* ---- the whole ---------------------------------------------------------- */

static void put_csv(const struct figure *f)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    buffer_puts(&address, f->root);
    page_url_put(&address, "v1/timeline?" CHART_ASKS "&format=csv", f->p, PAGE_FOUND);
    html(f->out, "<p><a href=\"%s\" rel=\"nofollow\">The figures as CSV</a></p>\n", address.data);
    f->out->failed |= address.failed;
    buffer_free(&address);
}

static void put_figure(const struct figure *f)
{
    bool drawn = f->chart.found > 0 && f->chart.count <= CHART_BARS_MAX;
    html(f->out, "<figure class=\"chart\" id=\"chart\" aria-labelledby=\"chart-title\" data-base=\"%s\">\n",
         f->base.data);
    put_head(f, drawn);
    if (drawn) {
        chart_draw(f->out, &f->chart, f->base.data);
        html(f->out, "<p class=\"chart-readout\" aria-hidden=\"true\">Drag over the bars to choose dates.</p>\n");
    }
    html(f->out, "<figcaption>\n");
    put_words(f, drawn);
    if (drawn) {
        html(f->out, "<details class=\"chart-figures\" data-key=\"chart:figures\">"
                     "<summary>The figures as a table</summary>\n");
        chart_table(f->out, &f->chart, f->base.data);
        put_csv(f);
        html(f->out, "</details>\n");
    }
    html(f->out, "</figcaption>\n</figure>\n");
}

struct search_params chart_params(const struct search_params *p, const cJSON *found)
{
    struct search_params as_found = *p;
    const char *meant = api_text(found, "did_you_mean");
    if (meant && api_true(found, "corrected")) {
        as_found.search.q = meant;
        as_found.search.q_len = strlen(meant);
    }
    if (api_true(found, "relaxed"))
        as_found.search.match = MATCH_ANY;
    return as_found;
}

void chart_put(struct buffer *out, const char *root, const struct search_params *p, const cJSON *timeline)
{
    struct figure f = {.out = out, .root = root, .p = p, .timeline = timeline, .base = buffer_make(PAGE_URL_MAX)};
    page_url_put(&f.base, root, p, PAGE_LIST & ~PAGE_DATES);
    if (!chart_read(&f.chart, timeline, p->search.q && !p->chart_count) || f.base.failed)
        out->failed |= f.chart.failed || f.base.failed;
    else if (api_number(timeline, "total") > 0 || has_dates(p))
        put_figure(&f);
    chart_free(&f.chart);
    buffer_free(&f.base);
}
