/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch_row.c - a row of a file of queries as a search. */
#include "indexer/batch_row.h"

#include "indexer/search_values.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    enum batch_column column;
} names[] = {
    {"q", BATCH_Q},           {"query", BATCH_Q},         {"label", BATCH_LABEL},
    {"from", BATCH_FROM},     {"to", BATCH_TO},           {"match", BATCH_MATCH},
    {"in", BATCH_IN},         {"collapse", BATCH_COLLAPSE}, {"source", BATCH_FILTER + FACET_SOURCE},
    {"section", BATCH_FILTER + FACET_SECTION}, {"author", BATCH_FILTER + FACET_AUTHOR},
    {"tag", BATCH_FILTER + FACET_TAG},         {"lang", BATCH_FILTER + FACET_LANG},
};

enum batch_column batch_column_named(const char *name)
{
    size_t len = strlen(name);

    while (len && *name == ' ') {
        name++;
        len--;
    }
    while (len && name[len - 1] == ' ')
        len--;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].name) == len && strncasecmp(names[i].name, name, len) == 0)
            return names[i].column;
    return BATCH_OTHER;
}

struct reading {
    struct batch_query *out;
    struct arena *arena;
    bool full; /* the arena */
};

/* The first problem of a row is told. */
static void refuse(struct reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void refuse(struct reading *r, const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (r->out->problem)
        return;
    r->out->problem = arena_copy(r->arena, text, strlen(text));
    r->full |= !r->out->problem;
}

static void read_date(struct reading *r, const char *name, const char *cell, struct date *out)
{
    const char *why = "";

    if (!date_parse_iso(cell, strlen(cell), out, &why))
        refuse(r, "%s '%.40s': %s; use YYYY, YYYY-MM or YYYY-MM-DD", name, cell, why);
}

static int choose(struct reading *r, const char *name, const struct search_choice *choices, const char *cell)
{
    char text[SEARCH_CHOICES_TEXT];
    int value = choices[0].value;

    if (!search_choice_read(choices, cell, &value)) {
        search_choices_text(choices, text);
        refuse(r, "%s takes %s, not '%.40s'", name, text, cell);
    }
    return value;
}

static void add_filter(struct reading *r, enum search_facet facet, const char *cell)
{
    struct search_request *request = &r->out->request;
    const char *why = "has too many filters with those of the options";

    if (request->filter_count < FILTERS_MAX &&
        search_filter_read(cell, facet, r->arena, &r->out->filters[request->filter_count], &why))
        request->filter_count++;
    else
        refuse(r, "%s %s", search_facet_name(facet), why);
}

static void read_cell(struct reading *r, enum batch_column column, const char *cell)
{
    struct search_request *request = &r->out->request;

    switch (column) {
    case BATCH_OTHER:
        break;
    case BATCH_Q:
        r->out->q = cell;
        break;
    case BATCH_LABEL:
        r->out->label = cell;
        break;
    case BATCH_FROM:
        read_date(r, "from", cell, &request->from);
        break;
    case BATCH_TO:
        read_date(r, "to", cell, &request->to);
        break;
    case BATCH_MATCH:
        request->match = (enum query_match)choose(r, "match", search_matches, cell);
        break;
    case BATCH_IN:
        request->in = (enum query_field)choose(r, "in", search_places, cell);
        break;
    case BATCH_COLLAPSE:
        request->collapse = (enum search_collapse)choose(r, "collapse", search_collapses, cell);
        break;
    case BATCH_FILTER:
    default:
        add_filter(r, (enum search_facet)(column - BATCH_FILTER), cell);
        break;
    }
}

/* What a search refuses is told of the row. */
static void check(struct reading *r)
{
    struct search_request *request = &r->out->request;
    struct error err = {0};
    char hash[9];

    if (!*r->out->q) {
        refuse(r, "there is no query");
    } else if (request->from.precision != DATE_NONE && request->to.precision != DATE_NONE &&
               date_first_day(&request->from) > date_last_day(&request->to)) {
        refuse(r, "to is before from");
    } else if (search_identify(request, r->arena, hash, &err) < 0) {
        if (err.fault == FAULT_INVALID)
            refuse(r, "%s", err.text);
        else
            r->full = true;
    }
}

int batch_row_read(const struct batch_row *row, const struct strings *columns, const struct search_options *options,
                   struct arena *arena, struct batch_query *out, struct error *err)
{
    struct reading r = {.out = out, .arena = arena};

    *out = (struct batch_query){.request = options->request, .q = "", .label = "", .problem = row->problem};
    memcpy(out->filters, options->filters, sizeof out->filters);
    for (size_t i = 0; i < columns->count; i++)
        if (*row->cells[i])
            read_cell(&r, batch_column_named(columns->at[i]), row->cells[i]);
    out->request.filters = out->filters;
    out->request.q = out->q;
    out->request.q_len = strlen(out->q);
    out->request.marks = out->request.snippets = out->request.explain = false;
    if (!out->problem)
        check(&r);
    return r.full ? error_set(err, FAULT_MEMORY, "no memory for a query") : 0;
}
