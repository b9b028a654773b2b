/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch_put.c - what a file of queries found, as CSV or a line of JSON each. */
#include "indexer/batch_put.h"

#include "archive/csv_put.h"
#include "archive/json_put.h"
#include "archive/text.h"

#include <math.h>
#include <string.h>

enum { TEXT_MAX = 64 << 20 };

static const char *const count_names[] = {"total", "first_date", "last_date", "snapshot", "warnings", "error"};
static const char *const hit_names[] = {"label", "q",    "rank", "id",    "title",
                                        "source", "date", "url",  "score", "error"};
enum { COUNT_NAMES = sizeof count_names / sizeof count_names[0], HIT_NAMES = sizeof hit_names / sizeof hit_names[0] };

/* ---- CSV ---------------------------------------------------------------- */

/* A cell of the file's own, which may hold anything. */
static bool put_given(struct buffer *out, const char *cell)
{
    struct buffer clean = buffer_make(TEXT_MAX);
    bool put = text_clean(cell, strlen(cell), &clean) && csv_put_cell(out, clean.data, clean.len);

    buffer_free(&clean);
    return put;
}

static bool put_given_row(const struct batch_form *form, const struct batch_row *row, struct buffer *out)
{
    for (size_t i = 0; i < form->columns->count; i++)
        if (!put_given(out, row->cells[i]))
            return false;
    return true;
}

static bool put_warnings(const struct batch_count *c, struct buffer *out)
{
    struct buffer joined = buffer_make(TEXT_MAX);

    for (size_t i = 0; i < c->warning_count; i++)
        buffer_printf(&joined, "%s%s", i ? "; " : "", c->warnings[i]);
    bool put = !joined.failed && csv_put_cell(out, joined.data, joined.len);
    buffer_free(&joined);
    return put;
}

static struct record_text date_of(const struct record *record)
{
    return record ? record->date : (struct record_text){0};
}

static bool put_count_csv(const struct batch_form *form, const struct batch_row *row, const struct batch_count *c,
                          struct buffer *out)
{
    return put_given_row(form, row, out) && csv_put_number(out, c->total) && csv_put_text(out, date_of(c->first)) &&
           csv_put_text(out, date_of(c->last)) && csv_put_string(out, form->snapshot) && put_warnings(c, out) &&
           csv_put_string(out, NULL) && csv_end_row(out);
}

static bool put_hit_csv(const struct batch_query *query, const struct batch_hit *hit, struct buffer *out)
{
    const struct record *r = hit->record;

    return put_given(out, query->label) && put_given(out, query->q) && csv_put_number(out, hit->rank) &&
           csv_put_text(out, r->id) && csv_put_text(out, r->title) && csv_put_text(out, r->source) &&
           csv_put_text(out, r->date) && csv_put_text(out, r->url) &&
           csv_put_real(out, hit->scored ? hit->score : NAN, 4) && csv_put_string(out, NULL) && csv_end_row(out);
}

static bool put_problem_csv(const struct batch_form *form, const struct batch_row *row,
                            const struct batch_query *query, const char *problem, struct buffer *out)
{
    size_t empty = form->hits ? HIT_NAMES - 3 : COUNT_NAMES - 1;

    if (!(form->hits ? put_given(out, query->label) && put_given(out, query->q) : put_given_row(form, row, out)))
        return false;
    for (size_t i = 0; i < empty; i++)
        csv_put_string(out, NULL);
    return put_given(out, problem) && csv_end_row(out);
}

bool batch_put_head(const struct batch_form *form, struct buffer *out)
{
    if (form->json)
        return true;
    if (form->hits)
        return csv_put_head(out, hit_names, HIT_NAMES);
    for (size_t i = 0; i < form->columns->count; i++)
        csv_put_string(out, form->columns->at[i]);
    return csv_put_head(out, count_names, COUNT_NAMES);
}

/* ---- JSON --------------------------------------------------------------- */

static cJSON *line_of(const struct batch_row *row, const struct batch_query *query)
{
    cJSON *o = cJSON_CreateObject();

    if (o && json_put_number(o, "line", (double)row->line) &&
        (*query->label ? json_put_bytes(o, "label", query->label, strlen(query->label))
                       : json_put_string(o, "label", NULL)) &&
        json_put_bytes(o, "q", query->q, strlen(query->q)))
        return o;
    cJSON_Delete(o);
    return NULL;
}

static bool put_columns(cJSON *o, const struct batch_form *form, const struct batch_row *row)
{
    cJSON *columns = json_put_object(o, "columns");

    for (size_t i = 0; columns && i < form->columns->count; i++)
        if (!json_put_bytes(columns, form->columns->at[i], row->cells[i], strlen(row->cells[i])))
            return false;
    return columns;
}

static bool put_line(cJSON *o, bool whole, struct buffer *out)
{
    char *text = o && whole ? cJSON_PrintUnformatted(o) : NULL;
    bool put = text && buffer_puts(out, text) && buffer_putc(out, '\n');

    cJSON_free(text);
    cJSON_Delete(o);
    return put;
}

static bool put_count_json(const struct batch_form *form, const struct batch_row *row, const struct batch_query *query,
                           const struct batch_count *c, struct buffer *out)
{
    cJSON *warnings, *o = line_of(row, query);

    return put_line(o,
                    o && put_columns(o, form, row) && json_put_number(o, "total", (double)c->total) &&
                        json_put_text(o, "first_date", date_of(c->first)) &&
                        json_put_text(o, "last_date", date_of(c->last)) &&
                        json_put_string(o, "snapshot", form->snapshot) && (warnings = json_put_list(o, "warnings")) &&
                        json_put_lines(warnings, c->warnings, c->warning_count) && json_put_string(o, "error", NULL),
                    out);
}

static bool put_hit_json(const struct batch_row *row, const struct batch_query *query, const struct batch_hit *hit,
                         struct buffer *out)
{
    const struct record *r = hit->record;
    cJSON *o = line_of(row, query);

    return put_line(o,
                    o && json_put_number(o, "rank", (double)hit->rank) && json_put_text(o, "id", r->id) &&
                        json_put_text(o, "title", r->title) && json_put_text(o, "source", r->source) &&
                        json_put_text(o, "date", r->date) && json_put_text(o, "url", r->url) &&
                        (hit->scored ? json_put_number(o, "score", round(hit->score * 1e4) / 1e4)
                                     : json_put_string(o, "score", NULL)) &&
                        json_put_string(o, "error", NULL),
                    out);
}

/* ---- either ------------------------------------------------------------- */

bool batch_put_count(const struct batch_form *form, const struct batch_row *row, const struct batch_query *query,
                     const struct batch_count *count, struct buffer *out)
{
    return form->json ? put_count_json(form, row, query, count, out) : put_count_csv(form, row, count, out);
}

bool batch_put_hit(const struct batch_form *form, const struct batch_row *row, const struct batch_query *query,
                   const struct batch_hit *hit, struct buffer *out)
{
    return form->json ? put_hit_json(row, query, hit, out) : put_hit_csv(query, hit, out);
}

bool batch_put_problem(const struct batch_form *form, const struct batch_row *row, const struct batch_query *query,
                       const char *problem, struct buffer *out)
{
    if (!form->json)
        return put_problem_csv(form, row, query, problem, out);
    cJSON *o = line_of(row, query);
    return put_line(o, o && json_put_bytes(o, "error", problem, strlen(problem)), out);
}
