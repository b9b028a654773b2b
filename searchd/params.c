/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params.c - what the parameters of a search mean together. */
#include "searchd/params.h"

#include <stdio.h>
#include <string.h>

#include "archive/compare.h"
#include "searchd/params_value.h"

struct reading {
    struct param_reading value;
    struct search_params *out;
    uint32_t offset;
};

static void store_query(struct search_request *search, const struct param_value *v)
{
    size_t blank = 0;
    while (blank < v->text_len && strchr(" \t\r\n", v->text[blank]) && v->text[blank])
        blank++;
    if (blank == v->text_len)
        return; /* as an empty search box: everything */
    search->q = v->text;
    search->q_len = v->text_len;
}

static void store_counting(struct search_params *out, enum param_key key, const struct param_value *v)
{
    switch (key) {
    case PARAM_UNIT:
        out->unit = v->number ? UNIT_COPIES : UNIT_STORIES;
        break;
    case PARAM_INTERVAL:
        out->timeline.interval = (enum timeline_interval)v->number;
        break;
    case PARAM_BY:
        out->timeline.has_by = true;
        out->timeline.by = (enum search_facet)v->number;
        break;
    case PARAM_BY_LIMIT:
        out->timeline.by_limit = v->number;
        break;
    case PARAM_CHART:
        out->chart_count = v->number;
        break;
    default:
        break;
    }
}

static void store(void *ctx, enum param_key key, const struct param_value *v)
{
    static const enum search_facet firsts[] = {FACET_COUNT, FACET_SOURCE, FACET_SECTION, FACET_LANG};
    struct reading *r = ctx;
    struct search_request *search = &r->out->search;
    struct render_options *render = &r->out->render;
    switch (key) {
    case PARAM_Q:
        store_query(search, v);
        break;
    case PARAM_MATCH:
        search->match = (enum query_match)v->number;
        break;
    case PARAM_FROM:
        search->from = v->date;
        break;
    case PARAM_TO:
        search->to = v->date;
        break;
    case PARAM_IN:
        search->in = param_places[v->number];
        break;
    case PARAM_SORT:
        search->sort = (enum search_sort)v->number;
        break;
    case PARAM_PAGE:
        render->page = v->number;
        break;
    case PARAM_PER_PAGE:
    case PARAM_FEED_PER_PAGE:
        render->per_page = v->number;
        break;
    case PARAM_OFFSET:
        r->offset = v->number;
        break;
    case PARAM_FIELDS:
        render->fields = v->number;
        break;
    case PARAM_HIGHLIGHT:
        render->highlight = (enum result_highlight)v->number;
        break;
    case PARAM_FACETS:
        search->facets = v->number;
        break;
    case PARAM_COLLAPSE:
        search->collapse = (enum search_collapse)v->number;
        break;
    case PARAM_EXPLAIN:
        search->explain = v->number;
        break;
    case PARAM_RECENCY:
        search->recency = v->number;
        break;
    case PARAM_SNIPPET_LENGTH:
        search->snippet_length = v->number;
        break;
    case PARAM_SINCE:
        r->out->since = v->text;
        break;
    case PARAM_SNAPSHOT:
        r->out->snapshot = v->text;
        break;
    case PARAM_FRAGMENTS:
        search->fragments = v->number;
        break;
    case PARAM_FACET_LIMIT:
        search->facet_limit = v->number;
        break;
    case PARAM_FIRST_BY:
        r->out->first_by = firsts[v->number];
        break;
    case PARAM_SIDE_A:
    case PARAM_SIDE_B:
        r->out->side[key - PARAM_SIDE_A] = v->text;
        r->out->side_len[key - PARAM_SIDE_A] = v->text_len;
        break;
    case PARAM_COMPARE_LIMIT:
        r->out->limit = v->number;
        break;
    case PARAM_TABLE_FORMAT:
        r->out->csv = v->number;
        break;
    case PARAM_CURSOR:
        r->out->cursor = v->text;
        break;
    case PARAM_EXPORT_FORMAT:
        r->out->format = (enum export_format)v->number;
        break;
    case PARAM_EXPORT_SORT:
        search->sort = v->number ? SORT_OLDEST : SORT_NEWEST;
        break;
    case PARAM_EXPORT_FIELDS:
        render->fields = v->number | 1u << RESULT_ID;
        break;
    case PARAM_EXPORT_LIMIT:
        r->out->articles = v->number;
        break;
    case PARAM_AFTER:
        r->out->after = v->text;
        break;
    case PARAM_BOM:
        r->out->bom = v->number;
        break;
    default:
        store_counting(r->out, key, v);
        break;
    }
}

static bool is_given(const struct reading *r, enum param_key key)
{
    return r->value.given & PARAM_BIT(key);
}

struct problem params_page_too_deep(const struct search_params *p, const char *value, uint32_t window)
{
    struct problem problem = {.status = 400, .code = "page_too_deep", .title = "The page is too deep",
                              .param = p->by_offset ? "offset" : "page", .value = value, .value_len = strlen(value),
                              .hint = "Use cursor with /v1/search: cursor=* starts, then next_cursor."};
    snprintf(problem.detail, sizeof problem.detail, "A page may end with result %u.", window);
    return problem;
}

static int settle_window(struct reading *r)
{
    struct render_options *render = &r->out->render;
    bool by_offset = r->out->by_offset = is_given(r, PARAM_OFFSET);
    if (by_offset && is_given(r, PARAM_PAGE)) {
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
        *r->value.problem = params_page_too_deep(r->out, value, SEARCH_WINDOW);
        return -1;
    }
    r->out->search.first = (uint32_t)(last - per_page);
    r->out->search.count = render->per_page;
    render->page = r->out->search.first / render->per_page + 1;
    return 0;
}

/* A cursor is a place itself. */
static int settle_cursor(struct reading *r)
{
    uint64_t places = PARAM_BIT(PARAM_PAGE) | PARAM_BIT(PARAM_OFFSET) | PARAM_BIT(PARAM_AFTER);
    if (!r->out->cursor || !(r->value.given & places))
        return 0;
    r->value.now = (struct param){.name = "cursor", .value = r->out->cursor, .value_len = strlen(r->out->cursor)};
    return param_refuse(&r->value, "parameter_conflict", "cursor and another place exclude each other", "",
                        "Use cursor alone, or page, offset or after without it.");
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
    bool by_date = r->value.takes & PARAM_BIT(PARAM_EXPORT_SORT);
    if ((!search->q || by_date) && search->sort == SORT_RELEVANCE)
        search->sort = SORT_NEWEST;
    if (r->value.takes & PARAM_BIT(PARAM_EXPORT_FIELDS) && !is_given(r, PARAM_EXPORT_FIELDS))
        render->fields = EXPORT_FIELDS_DEFAULT;
    if (!is_given(r, PARAM_FIELDS) && !is_given(r, PARAM_EXPORT_FIELDS) && render->highlight != HIGHLIGHT_HTML)
        render->fields &= ~(1u << RESULT_TITLE_HTML);
    if (r->out->unit)
        search->collapse = r->out->unit == UNIT_STORIES ? COLLAPSE_GROUP : COLLAPSE_NONE;
    search->marks = render->highlight != HIGHLIGHT_NONE;
    search->snippets = render->fields & 1u << RESULT_SNIPPET;
    search->texts = render->fields & 1u << RESULT_TEXT;
}

int params_parse(const char *query, size_t len, uint64_t takes, struct arena *arena, struct search_params *out,
                 struct problem *problem)
{
    *out = (struct search_params){.render = {.page = 1, .per_page = PARAMS_PER_PAGE, .fields = RESULT_FIELDS_DEFAULT},
                                  .search = {.snippet_length = SNIPPET_LENGTH, .fragments = SNIPPET_FRAGMENTS,
                                             .facet_limit = SEARCH_FACET_VALUES, .collapse = COLLAPSE_GROUP},
                                  .timeline = {.interval = TIMELINE_MONTH, .by_limit = TIMELINE_BY},
                                  .first_by = FACET_COUNT, .limit = COMPARE_LIMIT};
    struct reading r = {.value = {.arena = arena, .problem = problem, .takes = takes}, .out = out};
    if (param_each(&r.value, query, len, store, &r))
        return -1;
    if (settle_cursor(&r) || settle_window(&r) || settle_dates(&r))
        return -1;
    out->strict = r.value.strict;
    out->given = r.value.given;
    out->render.warnings = r.value.warnings;
    out->render.warning_count = r.value.warning_count;
    out->search.filters = r.value.filters;
    out->search.filter_count = r.value.filter_count;
    settle_results(&r);
    return 0;
}

const char *params_shape(const struct search_params *p, struct arena *arena)
{
    const struct timeline_request *t = &p->timeline;
    return arena_printf(arena, "%d/%u+%u/%x/%x.%u/%d/%d/%u.%u/%d.%d.%d.%u.%d", (int)p->search.in, p->search.first,
                        p->search.count, p->render.fields, p->search.facets, p->search.facet_limit,
                        (int)p->render.highlight, p->strict, p->search.snippet_length, p->search.fragments,
                        (int)t->interval, t->has_by, (int)t->by, t->by_limit, p->csv);
}
