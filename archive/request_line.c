/* SPDX-License-Identifier: GPL-2.0-or-later */
/* request_line.c - which articles a search asks for as one line, and back. */
#include "archive/request_line.h"

#include "archive/filter_list.h"

#include <string.h>

enum { PAIRS_MAX = 128 };

static const char *const matches[] = {"all", "any", NULL};
static const char *const sorts[] = {"relevance", "newest", "oldest", NULL};
static const char *const collapses[] = {"none", "group", NULL};
static const char *const places[] = {"all", "title", "body", "author", NULL};
static const enum query_field place_fields[] = {FIELD_ANY, FIELD_TITLE, FIELD_BODY, FIELD_AUTHOR};

/* ---- printing -------------------------------------------------------- */

static void put_escaped(struct buffer *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("-._~", c));
        if (plain)
            buffer_putc(out, (char)c);
        else
            buffer_printf(out, "%%%02X", c);
    }
}

static void put_name(struct buffer *out, const char *name)
{
    if (out->len)
        buffer_putc(out, '&');
    buffer_puts(out, name);
    buffer_putc(out, '=');
}

void request_line_put(struct buffer *out, const char *name, const char *value, size_t len)
{
    put_name(out, name);
    put_escaped(out, value, len);
}

static void put_text(struct buffer *out, const char *name, const char *value)
{
    request_line_put(out, name, value, strlen(value));
}

static void put_date(struct buffer *out, const char *name, const struct date *d)
{
    char text[32];

    if (d->precision != DATE_NONE)
        request_line_put(out, name, text, date_format(d, text));
}

/* Commas between values, and '-' before each that must not be, as parameters have it. */
static void put_filter(struct buffer *out, const struct search_filter *f)
{
    struct buffer one = buffer_make(REQUEST_LINE_MAX);

    put_name(out, search_facet_name(f->field));
    for (size_t i = 0; i < f->count; i++) {
        buffer_clear(&one);
        out->failed |= !filter_list_put(&one, f->values[i], f->exclude);
        buffer_puts(out, i ? "," : "");
        put_escaped(out, one.data, one.len);
    }
    buffer_free(&one);
}

void request_line_print(const struct search_request *request, struct buffer *out)
{
    if (request->q) {
        request_line_put(out, "q", request->q, request->q_len);
        put_text(out, "match", matches[request->match == MATCH_ANY]);
    }
    for (size_t i = 1; places[i]; i++)
        if (request->in == place_fields[i])
            put_text(out, "in", places[i]);
    put_date(out, "from", &request->from);
    put_date(out, "to", &request->to);
    for (size_t i = 0; i < request->filter_count; i++)
        put_filter(out, &request->filters[i]);
    put_text(out, "sort", sorts[request->sort]);
    put_text(out, "collapse", collapses[request->collapse == COLLAPSE_GROUP]);
}

/* ---- reading --------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct search_request *out;
    struct search_filter *filters;
    struct error *err;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to read a query");
}

static int bad(struct reading *r, const char *name, const char *value)
{
    return error_set(r->err, FAULT_INVALID, "'%s=%.80s' is no parameter of a query", name, value);
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* NULL: out of memory. What is no escape stands for itself. */
static char *unescape(struct arena *arena, const char *text, size_t len, size_t *out_len)
{
    char *out = arena_alloc(arena, len + 1);
    size_t n = 0;

    for (size_t i = 0; out && i < len; i++) {
        bool escape = text[i] == '%' && len - i > 2 && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        out[n++] = escape ? (char)(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        i += escape ? 2 : 0;
    }
    *out_len = n;
    return out;
}

static bool word_index(const char *value, const char *const *words, unsigned *out)
{
    for (unsigned i = 0; words[i]; i++) {
        if (strcmp(value, words[i]) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* Its values all must be, or none must. */
static int read_filter(struct reading *r, enum search_facet field, const char *value, size_t len)
{
    struct search_request *out = r->out;
    struct filter_list list = {value, value + len, true};
    struct filter_item item;
    size_t most = 1;
    int more;

    for (size_t i = 0; i < len; i++)
        most += value[i] == ',';
    struct search_filter f = {.field = field, .values = arena_alloc(r->arena, most * sizeof *f.values)};
    if (!f.values)
        return no_memory(r->err);
    while ((more = filter_list_next(&list, r->arena, &item)) > 0) {
        if (f.count && f.exclude != item.exclude)
            return bad(r, search_facet_name(field), value);
        f.exclude = item.exclude;
        f.values[f.count++] = item.value;
    }
    if (more < 0)
        return no_memory(r->err);
    if (!f.count || memchr(value, '\0', len))
        return bad(r, search_facet_name(field), value);
    r->filters[out->filter_count++] = f;
    return 0;
}

static int read_known(struct reading *r, const char *name, const char *value, size_t len, bool *known)
{
    struct search_request *out = r->out;
    unsigned word = 0;
    bool ok = true;

    *known = true;
    if (strcmp(name, "q") == 0) {
        out->q = value;
        out->q_len = len;
    } else if (strcmp(name, "match") == 0) {
        ok = word_index(value, matches, &word);
        out->match = word ? MATCH_ANY : MATCH_ALL;
    } else if (strcmp(name, "in") == 0) {
        ok = word_index(value, places, &word);
        out->in = place_fields[word];
    } else if (strcmp(name, "from") == 0) {
        ok = date_parse_iso(value, len, &out->from, NULL);
    } else if (strcmp(name, "to") == 0) {
        ok = date_parse_iso(value, len, &out->to, NULL);
    } else if (strcmp(name, "sort") == 0) {
        ok = word_index(value, sorts, &word);
        out->sort = (enum search_sort)word;
    } else if (strcmp(name, "collapse") == 0) {
        ok = word_index(value, collapses, &word);
        out->collapse = word ? COLLAPSE_GROUP : COLLAPSE_NONE;
    } else {
        *known = false;
    }
    return ok ? 0 : bad(r, name, value);
}

static int read_pair(struct reading *r, const char *pair, size_t len, request_line_other *other, void *ctx)
{
    const char *equal = memchr(pair, '=', len);
    size_t name_len = equal ? (size_t)(equal - pair) : len, value_len;
    const char *raw = equal ? equal + 1 : pair + len;
    size_t raw_len = (size_t)(pair + len - raw);
    const char *name = arena_copy(r->arena, pair, name_len);
    const char *value = unescape(r->arena, raw, raw_len, &value_len);
    bool known;

    if (!name || !value)
        return no_memory(r->err);
    for (enum search_facet f = FACET_SOURCE; f < FACET_YEAR; f++)
        if (strcmp(name, search_facet_name(f)) == 0)
            return read_filter(r, f, value, value_len);
    if (read_known(r, name, value, value_len, &known) < 0)
        return -1;
    return known ? 0 : other ? other(ctx, name, value, r->err) : bad(r, name, value);
}

int request_line_read(const char *line, struct arena *arena, request_line_other *other, void *ctx,
                      struct search_request *out, struct error *err)
{
    struct search_request request = {0};
    struct reading r = {.arena = arena, .out = &request, .err = err,
                        .filters = arena_alloc(arena, PAIRS_MAX * sizeof *r.filters)};
    size_t pairs = 0;

    if (!r.filters)
        return no_memory(err);
    for (const char *at = line; *at; at += *at == '&') {
        size_t len = strcspn(at, "&");
        if (++pairs > PAIRS_MAX)
            return error_set(err, FAULT_INVALID, "a query of more than %d parameters", PAIRS_MAX);
        if (read_pair(&r, at, len, other, ctx) < 0)
            return -1;
        at += len;
    }
    request.filters = r.filters;
    *out = request;
    return 0;
}
