/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_filters.c - what narrows a search: filters that are set, dates, and facets with their counts. */
#include "searchd/web/page_filters.h"

#include <stdlib.h>
#include <string.h>

#include "archive/text.h"
#include "searchd/web/ask_api.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page.h"
#include "searchd/web/page_url.h"

enum { VALUES_SHOWN = 8, FILTERS_ARENA_MAX = 8 << 20 };

static const char *const names[FACET_COUNT] = {
    [FACET_SOURCE] = "Source", [FACET_SECTION] = "Section", [FACET_AUTHOR] = "Author",
    [FACET_TAG] = "Tag",       [FACET_LANG] = "Language",   [FACET_YEAR] = "Year"};

struct filters {
    struct buffer *out;
    const char *root;
    const struct search_params *params;
    struct arena arena;
};

static void put_address(struct filters *f, const struct search_params *there)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_put(&address, f->root, there, PAGE_LIST);
    html(f->out, "%s", address.data);
    f->out->failed |= address.failed;
    buffer_free(&address);
}

static struct date year_of(const char *value)
{
    struct date d = {0};
    date_parse_iso(value, strlen(value), &d, NULL);
    return d;
}

/* Both dates are that very year. */
static bool is_year(const struct search_request *s, const char *value)
{
    return s->from.precision == DATE_YEAR && s->to.precision == DATE_YEAR && s->from.year == s->to.year &&
           s->from.year == year_of(value).year;
}

/* The view with the value chosen, or no longer. */
static struct search_params toggled(struct filters *f, enum search_facet field, const char *value, bool chosen)
{
    const struct date any = {0};
    struct search_params there = *f->params;
    if (field == FACET_YEAR)
        there.search.from = there.search.to = chosen ? any : year_of(value);
    else if (!page_url_toggle(f->params, field, value, &f->arena, &there))
        f->out->failed = true;
    return there;
}

/* shown: also where it is not chosen. */
static void put_value(struct filters *f, enum search_facet field, const cJSON *one, bool shown)
{
    const char *value = api_text(one, "value");
    if (!value || strlen(value) > PARAMS_VALUE_MAX)
        return; /* no filter asks for one so long */
    bool chosen = field == FACET_YEAR ? is_year(&f->params->search, value) : page_url_has(f->params, field, value);
    if (!chosen && !shown)
        return;
    const struct search_params there = toggled(f, field, value, chosen);
    html(f->out, "<li><a href=\"");
    put_address(f, &there);
    html(f->out, "\" rel=\"nofollow\" data-key=\"%s:%s\"", search_facet_name(field), value);
    buffer_puts(f->out, chosen ? " aria-current=\"true\">" : ">");
    html(f->out, "<span class=\"value\" dir=\"auto\">%s</span> <span class=\"count\">", value);
    html_count(f->out, api_number(one, "count"));
    html(f->out, "</span></a></li>\n");
}

static int by_year(const void *a, const void *b)
{
    const char *left = api_text(*(cJSON *const *)a, "value"), *right = api_text(*(cJSON *const *)b, "value");
    return strcmp(right ? right : "", left ? left : "");
}

/* Years are read as a row, the newest first; other values by their counts, as they come. */
static void put_values(struct filters *f, enum search_facet field, const cJSON *values, int shown)
{
    int count = cJSON_GetArraySize(values);
    cJSON **order = arena_alloc(&f->arena, ((size_t)count + 1) * sizeof(cJSON *));
    cJSON *one;
    int i = 0;
    if (!order) {
        f->out->failed = true;
        return;
    }
    cJSON_ArrayForEach(one, values)
        order[i++] = one;
    if (field == FACET_YEAR)
        qsort(order, (size_t)count, sizeof(cJSON *), by_year);
    html(f->out, "<ul>\n");
    for (i = 0; i < count; i++)
        put_value(f, field, order[i], i < shown);
    html(f->out, "</ul>\n");
}

static void put_facet(struct filters *f, enum search_facet field, const cJSON *values)
{
    bool all = field == FACET_YEAR || f->params->search.facets & 1u << field;
    int count = cJSON_GetArraySize(values);
    if (!count)
        return;
    html(f->out, "<details class=\"facet\" open data-key=\"facet:%s\"><summary><h3>%s</h3></summary>\n",
         search_facet_name(field), names[field]);
    put_values(f, field, values, all ? count : VALUES_SHOWN);
    if (field != FACET_YEAR && count > VALUES_SHOWN) {
        struct buffer address = buffer_make(PAGE_URL_MAX);
        page_url_put(&address, f->root, f->params, PAGE_LIST);
        if (!all)
            page_url_add(&address, "facets", search_facet_name(field), strlen(search_facet_name(field)));
        html(f->out, "<p><a href=\"%s\" rel=\"nofollow\" data-key=\"more:%s\">%s<span class=\"hidden\"> of: %s</span>"
                     "</a></p>\n", address.data, search_facet_name(field), all ? "Fewer" : "More", names[field]);
        f->out->failed |= address.failed;
        buffer_free(&address);
    }
    html(f->out, "</details>\n");
}

static void put_date_field(struct buffer *out, const char *name, const char *label, const struct date *d)
{
    char text[32] = "";
    if (d->precision != DATE_NONE)
        date_format(d, text);
    html(out, "<label for=\"%s\">%s</label>\n<input id=\"%s\" name=\"%s\" value=\"%s\" size=\"10\" maxlength=\"40\" "
              "autocomplete=\"off\" placeholder=\"YYYY-MM-DD\" aria-describedby=\"dates-hint\">\n",
         name, label, name, name, text);
}

static void put_dates(struct filters *f)
{
    const struct search_params *p = f->params;
    html(f->out, "<form class=\"dates\" action=\"%s\">\n<fieldset><legend>Date</legend>\n", f->root);
    page_hidden(f->out, p, PAGE_LIST & ~(unsigned)PAGE_DATES);
    put_date_field(f->out, "from", "From", &p->search.from);
    put_date_field(f->out, "to", "To", &p->search.to);
    html(f->out, "<p id=\"dates-hint\" class=\"hint\">A year, a month or a day: 2016, 2016-11, 2016-11-24.</p>\n"
                 "<button data-key=\"dates\">Set<span class=\"hidden\"> dates</span></button>\n</fieldset></form>\n");
}

void page_filters(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer)
{
    struct filters f = {.out = out, .root = root, .params = p, .arena = arena_make(FILTERS_ARENA_MAX)};
    const cJSON *facets = api_member(answer, "facets");
    html(out, "<aside id=\"filters\" class=\"filters\" aria-labelledby=\"filters-title\">\n"
              "<h2 id=\"filters-title\">Filters</h2>\n"
              "<p class=\"hint\">Each copy of a story counts.</p>\n");
    put_dates(&f);
    for (enum search_facet field = 0; field < FACET_COUNT; field++)
        if (PAGE_FACETS & 1u << field)
            put_facet(&f, field, api_member(facets, search_facet_name(field)));
    html(out, "<a class=\"from-filters\" href=\"#main\">Show ");
    html_count(out, api_number(answer, "total"));
    html(out, "%s</a>\n</aside>\n", api_number(answer, "total") == 1 ? " result" : " results");
    arena_free(&f.arena);
}

static void put_chip(struct filters *f, const char *name, const char *value, const struct search_params *without)
{
    html(f->out, "<li><a href=\"");
    put_address(f, without);
    html(f->out, "\" rel=\"nofollow\"><span class=\"hidden\">Remove </span>%s: <b dir=\"auto\">%s</b></a></li>\n", name,
         value);
}

static void chip_filter(struct filters *f, size_t filter, size_t value)
{
    const struct search_filter *one = &f->params->search.filters[filter];
    struct search_params without = *f->params;
    struct search_filter *filters = arena_alloc(&f->arena, (without.search.filter_count + 1) * sizeof *filters);
    const char **values = arena_alloc(&f->arena, (one->count + 1) * sizeof *values);
    if (!filters || !values) {
        f->out->failed = true;
        return;
    }
    memcpy(filters, f->params->search.filters, without.search.filter_count * sizeof *filters);
    for (size_t i = 0, to = 0; i < one->count; i++)
        if (i != value)
            values[to++] = one->values[i];
    filters[filter].values = values;
    filters[filter].count = one->count - 1;
    without.search.filters = filters;
    const char *name = arena_printf(&f->arena, one->exclude ? "Not %s" : "%s", names[one->field]);
    put_chip(f, name, one->values[value], &without);
}

static void chip_dates(struct filters *f)
{
    const struct date *from = &f->params->search.from, *to = &f->params->search.to;
    struct search_params without = *f->params;
    char first[32] = "", last[32] = "";
    if (from->precision == DATE_NONE && to->precision == DATE_NONE)
        return;
    if (from->precision != DATE_NONE)
        date_format(from, first);
    if (to->precision != DATE_NONE)
        date_format(to, last);
    struct buffer words = buffer_make(256);
    buffer_puts(&words, *first && *last && strcmp(first, last) == 0 ? "" : *first ? *last ? "" : "since " : "until ");
    html_date_words(&words, *first ? first : last);
    if (*first && *last && strcmp(first, last) != 0) {
        buffer_puts(&words, " – ");
        html_date_words(&words, last);
    }
    without.search.from = without.search.to = (struct date){0};
    put_chip(f, "Date", words.data, &without);
    buffer_free(&words);
}

static void chip_all(struct filters *f)
{
    struct search_params without = *f->params;
    without.search.filter_count = 0;
    without.search.from = without.search.to = (struct date){0};
    html(f->out, "<li class=\"all\"><a href=\"");
    put_address(f, &without);
    html(f->out, "\" rel=\"nofollow\">Remove all</a></li>\n");
}

void page_chosen(struct buffer *out, const char *root, const struct search_params *p)
{
    struct filters f = {.out = out, .root = root, .params = p, .arena = arena_make(FILTERS_ARENA_MAX)};
    const struct search_request *s = &p->search;
    if (s->filter_count || s->from.precision != DATE_NONE || s->to.precision != DATE_NONE) {
        html(out, "<ul class=\"chosen\" aria-label=\"Filters that are set\">\n");
        size_t chips = s->from.precision != DATE_NONE || s->to.precision != DATE_NONE;
        for (size_t i = 0; i < s->filter_count; i++)
            for (size_t v = 0; v < s->filters[i].count; v++, chips++)
                chip_filter(&f, i, v);
        chip_dates(&f);
        if (chips > 1)
            chip_all(&f);
        html(out, "</ul>\n");
    }
    arena_free(&f.arena);
}
