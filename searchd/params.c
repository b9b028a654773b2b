/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params.c - the table of parameters, and what they mean together. */
#include "searchd/params.h"

#include <string.h>

#include "archive/recency.h"

#include "searchd/params_value.h"

enum param_key {
    KEY_Q, KEY_MATCH, KEY_FROM, KEY_TO, KEY_SOURCE, KEY_SECTION, KEY_AUTHOR, KEY_TAG, KEY_LANG, KEY_IN, KEY_SORT,
    KEY_PAGE, KEY_PER_PAGE, KEY_OFFSET, KEY_CURSOR, KEY_FIELDS, KEY_HIGHLIGHT, KEY_FACETS, KEY_COLLAPSE, KEY_EXPLAIN,
    KEY_STRICT, KEY_SNIPPET_LENGTH, KEY_FRAGMENTS, KEY_RECENCY, KEY_COUNT
};

static const struct {
    const char *name;
    enum param_key key;
} names[] = {
    {"q", KEY_Q},
    {"query", KEY_Q},
    {"match", KEY_MATCH},
    {"from", KEY_FROM},
    {"from-date", KEY_FROM},
    {"begin_date", KEY_FROM},
    {"to", KEY_TO},
    {"to-date", KEY_TO},
    {"end_date", KEY_TO},
    {"source", KEY_SOURCE},
    {"section", KEY_SECTION},
    {"author", KEY_AUTHOR},
    {"tag", KEY_TAG},
    {"lang", KEY_LANG},
    {"in", KEY_IN},
    {"sort", KEY_SORT},
    {"order-by", KEY_SORT},
    {"page", KEY_PAGE},
    {"per_page", KEY_PER_PAGE},
    {"page-size", KEY_PER_PAGE},
    {"limit", KEY_PER_PAGE},
    {"offset", KEY_OFFSET},
    {"cursor", KEY_CURSOR},
    {"fields", KEY_FIELDS},
    {"show-fields", KEY_FIELDS},
    {"fl", KEY_FIELDS},
    {"highlight", KEY_HIGHLIGHT},
    {"facets", KEY_FACETS},
    {"collapse", KEY_COLLAPSE},
    {"explain", KEY_EXPLAIN},
    {"strict", KEY_STRICT},
    {"snippet_length", KEY_SNIPPET_LENGTH},
    {"fragments", KEY_FRAGMENTS},
    {"recency", KEY_RECENCY},
};
enum {
    KEYS_ALL = (1u << KEY_COUNT) - 1,
    KEYS_SIMILAR = 1u << KEY_FROM | 1u << KEY_TO | 1u << KEY_SOURCE | 1u << KEY_SECTION | 1u << KEY_AUTHOR |
                   1u << KEY_TAG | 1u << KEY_LANG | 1u << KEY_PER_PAGE | 1u << KEY_FIELDS | 1u << KEY_HIGHLIGHT |
                   1u << KEY_STRICT | 1u << KEY_SNIPPET_LENGTH
};

struct reading {
    struct param_reading value;
    struct search_params *out;
    uint32_t keys; /* bits of those that are read here */
    bool given[KEY_COUNT];
    uint32_t offset;
};

static int not_yet(struct reading *r)
{
    return param_warn(&r->value, "parameter_unanswered", "The parameter is not answered yet", "",
                      "is not answered yet");
}

static int read_text(struct reading *r)
{
    const struct param *p = &r->value.now;
    if (p->value_len > QUERY_BYTES_MAX) {
        *r->value.problem = params_query_too_long(p->name, p->value, p->value_len);
        return -1;
    }
    size_t blank = 0;
    while (blank < p->value_len && strchr(" \t\r\n", p->value[blank]) && p->value[blank])
        blank++;
    if (blank == p->value_len)
        return 0; /* as an empty search box: everything */
    r->out->search.q = p->value;
    r->out->search.q_len = p->value_len;
    return 0;
}

static const char *field_name(unsigned i)
{
    return result_field_name((enum result_field)i);
}

static const char *facet_name(unsigned i)
{
    return search_facet_name((enum search_facet)i);
}

static int read_value(struct reading *r, enum param_key key)
{
    static const char *const matches[] = {"all", "any"};
    static const char *const places[] = {"all", "title", "body", "author"};
    static const enum query_field place_fields[] = {FIELD_ANY, FIELD_TITLE, FIELD_BODY, FIELD_AUTHOR};
    static const char *const sorts[] = {"relevance", "newest", "oldest"};
    static const char *const highlights[] = {"html", "offsets", "none"};
    static const char *const collapses[] = {"none", "group"};
    static const char *const switches[] = {"0", "1", "false", "true"};
    struct search_request *search = &r->out->search;
    struct render_options *render = &r->out->render;
    struct param_reading *v = &r->value;
    unsigned word = 0;
    int failed = 0;
    switch (key) {
    case KEY_Q:
        return read_text(r);
    case KEY_MATCH:
        failed = param_word(v, matches, 2, "Use all or any.", &word);
        search->match = word ? MATCH_ANY : MATCH_ALL;
        return failed;
    case KEY_FROM:
        return param_date(v, &search->from);
    case KEY_TO:
        return param_date(v, &search->to);
    case KEY_SOURCE:
    case KEY_SECTION:
    case KEY_AUTHOR:
    case KEY_TAG:
    case KEY_LANG:
        return param_filter(v, (enum search_facet)(key - KEY_SOURCE + FACET_SOURCE));
    case KEY_IN:
        failed = param_word(v, places, 4, "Use title, body, author or all.", &word);
        search->in = place_fields[word];
        return failed;
    case KEY_SORT:
        failed = param_word(v, sorts, 3, "Use relevance, newest or oldest.", &word);
        search->sort = (enum search_sort)word;
        return failed;
    case KEY_PAGE:
        return param_number(v, 1, 999999999, "Use a whole number from 1.", &render->page);
    case KEY_PER_PAGE:
        return param_number(v, 1, SEARCH_COUNT_MAX, "Use a whole number from 1 to 100.", &render->per_page);
    case KEY_OFFSET:
        return param_number(v, 0, 999999999, "Use a whole number from 0.", &r->offset);
    case KEY_CURSOR:
        return not_yet(r);
    case KEY_FIELDS:
        return param_bits(v, field_name, RESULT_FIELD_COUNT, "Use names of a result's members, or all.",
                          &render->fields);
    case KEY_HIGHLIGHT:
        failed = param_word(v, highlights, 3, "Use html, offsets or none.", &word);
        render->highlight = (enum result_highlight)word;
        return failed;
    case KEY_FACETS:
        return param_bits(v, facet_name, FACET_COUNT, "Use source, section, author, tag, lang, year.",
                          &search->facets);
    case KEY_COLLAPSE:
        failed = param_word(v, collapses, 2, "Use group or none.", &word);
        search->collapse = (enum search_collapse)word;
        return failed;
    case KEY_EXPLAIN:
        failed = param_word(v, switches, 4, "Use 1 or 0.", &word);
        search->explain = word & 1;
        return failed;
    case KEY_RECENCY:
        return param_number(v, 1, RECENCY_DAYS_MAX, "Use a whole number of days from 1 to 36500.", &search->recency);
    case KEY_STRICT:
        failed = param_word(v, switches, 4, "Use 1 or 0.", &word);
        r->value.strict = word & 1;
        return failed;
    case KEY_SNIPPET_LENGTH:
        return param_number(v, SNIPPET_LENGTH_MIN, SNIPPET_LENGTH_MAX, "Use a whole number from 160 to 300.",
                            &search->snippet_length);
    case KEY_FRAGMENTS:
        return param_number(v, 1, 2, "Use 1 or 2.", &search->fragments);
    case KEY_COUNT:
        break;
    }
    return 0;
}

static bool find_key(const struct param *p, enum param_key *key)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (param_equals(p->name, p->name_len, names[i].name)) {
            *key = names[i].key;
            return true;
        }
    }
    return false;
}

static int read_param(void *ctx)
{
    struct reading *r = ctx;
    enum param_key key;
    if (!find_key(&r->value.now, &key))
        return param_warn(&r->value, "parameter_unknown", "There is no such parameter", "the unknown parameter ",
                          "was ignored");
    if (!(r->keys & 1u << key))
        return param_warn(&r->value, "parameter_meaningless", "The parameter means nothing here", "",
                    "means nothing here and was ignored");
    if (r->value.now.value_len == 0)
        return 0; /* an empty field of a form */
    bool filter = key >= KEY_SOURCE && key <= KEY_LANG;
    if (r->given[key] && !filter && key != KEY_STRICT)
        return param_warn(&r->value, "parameter_repeated", "The parameter is given twice", "the second ",
                          "was ignored");
    r->given[key] = true;
    return read_value(r, key);
}

static int settle_window(struct reading *r)
{
    struct render_options *render = &r->out->render;
    bool by_offset = r->out->by_offset = r->given[KEY_OFFSET];
    if (by_offset && r->given[KEY_PAGE]) {
        r->value.now = (struct param){.name = "offset", .name_len = 6};
        return param_refuse(&r->value, "parameter_conflict", "page and offset exclude each other", "",
                            "Use one of them.");
    }
    uint64_t per_page = render->per_page;
    uint64_t last = by_offset ? r->offset + per_page : render->page * per_page;
    if (last > SEARCH_WINDOW) {
        char *value = arena_printf(r->value.arena, "%u", by_offset ? r->offset : render->page);
        if (!value)
            return param_no_memory(&r->value);
        r->value.now =
            (struct param){.name = by_offset ? "offset" : "page", .value = value, .value_len = strlen(value)};
        return param_refuse(&r->value, "page_too_deep", "The page is too deep", "page * per_page may be 10,000.",
                            "Use cursor: cursor=* starts, then next_cursor.");
    }
    r->out->search.first = (uint32_t)(last - per_page);
    r->out->search.count = render->per_page;
    render->page = r->out->search.first / render->per_page + 1;
    return 0;
}

static int settle_dates(struct reading *r)
{
    const struct search_request *s = &r->out->search;
    if (s->from.precision == DATE_NONE || s->to.precision == DATE_NONE ||
        date_first_day(&s->from) <= date_last_day(&s->to))
        return 0;
    char text[32];
    size_t len = date_format(&s->to, text);
    const char *value = arena_copy(r->value.arena, text, len);
    if (!value)
        return param_no_memory(&r->value);
    r->value.now = (struct param){.name = "to", .value = value, .value_len = len};
    return param_refuse(&r->value, "range_invalid", "The range ends before it begins", "to is before from.",
                        "Swap them.");
}

/* What the asked-for form of the results takes to make. */
static void settle_results(struct reading *r)
{
    struct search_request *search = &r->out->search;
    struct render_options *render = &r->out->render;
    if (!search->q && search->sort == SORT_RELEVANCE)
        search->sort = SORT_NEWEST;
    if (!r->given[KEY_FIELDS] && render->highlight != HIGHLIGHT_HTML)
        render->fields &= ~(1u << RESULT_TITLE_HTML);
    search->marks = render->highlight != HIGHLIGHT_NONE;
    search->snippets = render->fields & 1u << RESULT_SNIPPET;
    search->texts = render->fields & 1u << RESULT_TEXT;
}

static int parse(const char *query, size_t len, uint32_t keys, struct arena *arena, struct search_params *out,
                 struct problem *problem)
{
    *out = (struct search_params){.render = {.page = 1, .per_page = PARAMS_PER_PAGE, .fields = RESULT_FIELDS_DEFAULT},
                                  .search = {.snippet_length = SNIPPET_LENGTH, .fragments = SNIPPET_FRAGMENTS,
                                             .collapse = COLLAPSE_GROUP}};
    struct reading r = {.value = {.arena = arena, .problem = problem}, .out = out, .keys = keys};
    r.value.filters = arena_alloc(arena, PARAMS_FILTERS_MAX * sizeof *r.value.filters);
    if (!r.value.filters)
        return param_no_memory(&r.value);
    if (param_each(&r.value, query, len, read_param, &r))
        return -1;
    if (settle_window(&r) || settle_dates(&r))
        return -1;
    out->strict = r.value.strict;
    out->render.warnings = r.value.warnings;
    out->render.warning_count = r.value.warning_count;
    out->search.filters = r.value.filters;
    out->search.filter_count = r.value.filter_count;
    settle_results(&r);
    return 0;
}

int params_parse(const char *query, size_t len, struct arena *arena, struct search_params *out, struct problem *problem)
{
    return parse(query, len, KEYS_ALL, arena, out, problem);
}

int params_parse_similar(const char *query, size_t len, struct arena *arena, struct search_params *out,
                         struct problem *problem)
{
    return parse(query, len, KEYS_SIMILAR, arena, out, problem);
}

const char *params_shape(const struct search_params *p, struct arena *arena)
{
    return arena_printf(arena, "%d/%u+%u/%x/%x/%d/%d/%u.%u", (int)p->search.in, p->search.first, p->search.count,
                        p->render.fields, p->search.facets, (int)p->render.highlight, p->strict,
                        p->search.snippet_length, p->search.fragments);
}
