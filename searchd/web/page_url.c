/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_url.c - the addresses by which one view of the archive leads to another. */
#include "searchd/web/page_url.h"

#include <stdio.h>
#include <string.h>

#include "archive/filter_list.h"
#include "archive/schema.h"
#include "searchd/parameters.h"

struct telling {
    void (*each)(void *ctx, const char *name, const char *value, size_t len);
    void *ctx;
};

static void tell(const struct telling *t, const char *name, const char *value)
{
    if (value)
        t->each(t->ctx, name, value, strlen(value));
}

static void tell_word(const struct telling *t, enum param_key key, unsigned word)
{
    const struct parameter *p = parameter_of(key);
    if (word != p->standard)
        tell(t, p->name, parameter_word(p, word));
}

static void tell_filters(const struct telling *t, const struct search_request *s)
{
    for (size_t i = 0; i < s->filter_count; i++) {
        const struct search_filter *f = &s->filters[i];
        struct buffer values = buffer_make(PAGE_URL_MAX);
        for (size_t v = 0; v < f->count; v++) {
            buffer_puts(&values, v ? "," : "");
            filter_list_put(&values, f->values[v], f->exclude);
        }
        if (values.len && !values.failed)
            t->each(t->ctx, search_facet_name(f->field), values.data, values.len);
        buffer_free(&values);
    }
}

static void tell_which(const struct telling *t, const struct search_params *p)
{
    static const unsigned places[] = {[FIELD_ANY] = 0, [FIELD_TITLE] = 1, [FIELD_BODY] = 2, [FIELD_AUTHOR] = 3};
    tell_word(t, PARAM_MATCH, p->search.match);
    tell_word(t, PARAM_IN, places[p->search.in]);
    tell_filters(t, &p->search);
    tell_word(t, PARAM_COLLAPSE, p->search.collapse);
    tell(t, "snapshot", p->snapshot);
}

static void tell_date(const struct telling *t, const char *name, const struct date *d)
{
    char text[32];
    if (d->precision != DATE_NONE)
        t->each(t->ctx, name, text, date_format(d, text));
}

static void tell_number(const struct telling *t, const char *name, uint32_t number, uint32_t standard)
{
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    if (number != standard)
        tell(t, name, text);
}

void page_url_each(const struct search_params *p, unsigned parts,
                   void (*each)(void *ctx, const char *name, const char *value, size_t len), void *ctx)
{
    const struct telling t = {.each = each, .ctx = ctx};
    const struct search_request *s = &p->search;
    bool by_date = s->sort == SORT_OLDEST || (s->sort == SORT_NEWEST && p->given & PARAM_BIT(PARAM_SORT));
    if (parts & PAGE_QUERY && s->q)
        each(ctx, "q", s->q, s->q_len);
    if (parts & PAGE_WHICH)
        tell_which(&t, p);
    if (parts & PAGE_DATES) {
        tell_date(&t, "from", &s->from);
        tell_date(&t, "to", &s->to);
    }
    if (parts & PAGE_ORDER) {
        if (by_date && (s->q || s->sort == SORT_OLDEST))
            tell_word(&t, PARAM_SORT, s->sort);
        tell_number(&t, "per_page", p->render.per_page, PARAMS_PER_PAGE);
    }
    if (parts & PAGE_CHART)
        tell_word(&t, PARAM_CHART, p->chart_count);
    if (parts & PAGE_PLACE)
        tell_number(&t, "page", p->render.page, 1);
}

/* RFC 3986's unreserved characters stay, and those of its others that mean nothing in a query. */
void page_url_escape(struct buffer *url, const char *bytes, size_t len)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,:*";
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] && strchr(plain, bytes[i]))
            buffer_putc(url, bytes[i]);
        else
            buffer_printf(url, "%%%02X", (unsigned char)bytes[i]);
    }
}

void page_url_add(struct buffer *url, const char *name, const char *value, size_t len)
{
    buffer_putc(url, url->data && memchr(url->data, '?', url->len) ? '&' : '?');
    page_url_escape(url, name, strlen(name));
    buffer_putc(url, '=');
    for (size_t at = 0; at < len;) {
        const char *space = memchr(value + at, ' ', len - at);
        size_t word = space ? (size_t)(space - value) - at : len - at;
        page_url_escape(url, value + at, word);
        at += word;
        if (space) {
            buffer_putc(url, '+');
            at++;
        }
    }
}

static void add(void *ctx, const char *name, const char *value, size_t len)
{
    page_url_add(ctx, name, value, len);
}

void page_url_put(struct buffer *url, const char *path, const struct search_params *p, unsigned parts)
{
    buffer_puts(url, path);
    page_url_each(p, parts, add, url);
}

bool page_url_fits(const struct search_params *p)
{
    struct buffer address = buffer_make(PAGE_VIEW_MAX);
    size_t values = 0;
    page_url_put(&address, "./", p, PAGE_LIST | PAGE_PLACE);
    for (size_t i = 0; i < p->search.filter_count; i++)
        values += p->search.filters[i].count;
    bool fits = !address.failed && values <= PAGE_VALUES_MAX;
    buffer_free(&address);
    return fits;
}

void page_url_article(struct buffer *url, const char *root, const char *id, const struct search_params *p)
{
    buffer_puts(url, root);
    buffer_puts(url, "a/");
    page_url_escape(url, id, strlen(id));
    page_url_each(p, PAGE_LIST | PAGE_PLACE, add, url);
}

/* As the index compares them: case and accents do not count. */
static bool is_same(const char *a, const char *b)
{
    struct buffer left = buffer_make(PAGE_URL_MAX), right = buffer_make(PAGE_URL_MAX);
    bool same = schema_value_term("", a, strlen(a), &left) == 0 && schema_value_term("", b, strlen(b), &right) == 0 &&
                left.len == right.len && memcmp(left.data, right.data, left.len) == 0;
    buffer_free(&left);
    buffer_free(&right);
    return same;
}

static bool is_among(const struct search_filter *f, const char *value)
{
    for (size_t i = 0; i < f->count; i++)
        if (is_same(f->values[i], value))
            return true;
    return false;
}

bool page_url_has(const struct search_params *p, enum search_facet field, const char *value)
{
    for (size_t i = 0; i < p->search.filter_count; i++)
        if (p->search.filters[i].field == field && !p->search.filters[i].exclude &&
            is_among(&p->search.filters[i], value))
            return true;
    return false;
}

/* Without the value, or with it behind the others. */
static bool change_values(struct search_filter *f, const char *value, bool adds, struct arena *arena)
{
    const char **values = arena_alloc(arena, (f->count + 1) * sizeof *values);
    size_t count = 0;
    if (!values)
        return false;
    for (size_t i = 0; i < f->count; i++)
        if (adds || !is_same(f->values[i], value))
            values[count++] = f->values[i];
    if (adds)
        values[count++] = value;
    f->values = values;
    f->count = count;
    return true;
}

bool page_url_toggle(const struct search_params *p, enum search_facet field, const char *value, struct arena *arena,
                     struct search_params *out)
{
    size_t count = p->search.filter_count;
    bool removes = page_url_has(p, field, value), added = false;
    struct search_filter *filters = arena_alloc(arena, (count + 1) * sizeof *filters);
    if (!filters)
        return false;
    for (size_t i = 0; i < count; i++) {
        filters[i] = p->search.filters[i];
        bool chosen = filters[i].field == field && !filters[i].exclude;
        if (chosen && (removes || !added) && !change_values(&filters[i], value, !removes, arena))
            return false;
        added = added || chosen;
    }
    if (!removes && !added)
        filters[count] = (struct search_filter){.field = field};
    if (!removes && !added && !change_values(&filters[count++], value, true, arena))
        return false;
    *out = *p;
    out->search.filters = filters;
    out->search.filter_count = count;
    return true;
}
