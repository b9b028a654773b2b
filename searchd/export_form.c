/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export_form.c - the forms that exported articles may have: one table. */
#include "searchd/export_form.h"

#include <stdlib.h>

#include "archive/csv_put.h"
#include "archive/json_put.h"

const char *const export_form_names[EXPORT_FORMATS + 1] = {"ndjson", "csv", "bibtex", "ris", "csl", "manifest", NULL};

/* What could not be made fails the buffer, as what cannot be appended does. */
static void fail(struct buffer *out)
{
    out->failed = true;
}

static void put_json(struct buffer *out, const cJSON *json)
{
    scoped(char_ptr) char *text = json ? cJSON_PrintUnformatted(json) : NULL;
    if (!text)
        fail(out);
    else
        buffer_puts(out, text);
}

/* ---- JSON lines ------------------------------------------------------ */

static void ndjson_article(struct export_writing *w, const struct search_result *result)
{
    scoped(json) cJSON *o = render_result(result, false, w->render, w->arena);
    put_json(w->out, o);
    buffer_putc(w->out, '\n');
}

static void ndjson_tail(struct export_writing *w, const struct export_end *end)
{
    scoped(json) cJSON *line = cJSON_CreateObject();
    cJSON *o = line ? json_put_object(line, "hustings") : NULL, *warnings = NULL;
    bool ok = o && json_put(o, "manifest", manifest_render(end->manifest)) && json_put_bool(o, "complete", true) &&
              json_put_number(o, "count", (double)end->manifest->count) &&
              json_put_string(o, "next_cursor", end->next_cursor) && (warnings = json_put_list(o, "warnings")) &&
              json_put_lines(warnings, end->warnings, end->warning_count);
    put_json(w->out, ok ? line : NULL);
    buffer_putc(w->out, '\n');
}

/* ---- tables ---------------------------------------------------------- */

static void csv_head(struct export_writing *w)
{
    const char *names[RESULT_FIELD_COUNT];
    size_t count = 0;
    for (unsigned f = 0; f < RESULT_FIELD_COUNT; f++)
        if (w->render->fields & 1u << f)
            names[count++] = result_field_name((enum result_field)f);
    if (w->bom)
        buffer_puts(w->out, CSV_BOM);
    csv_put_head(w->out, names, count);
}

/* One cell, whose values are parted by "; ". */
static void csv_list(struct buffer *out, const cJSON *list)
{
    struct buffer cell = buffer_make(RECORD_BYTES_MAX);
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        buffer_puts(&cell, cell.len ? "; " : "");
        buffer_puts(&cell, cJSON_GetStringValue(item));
    }
    if (cell.failed)
        fail(out);
    csv_put_cell(out, cell.data, cell.len);
    buffer_free(&cell);
}

static void csv_article(struct export_writing *w, const struct search_result *result)
{
    scoped(json) cJSON *o = render_result(result, false, w->render, w->arena);
    if (!o)
        fail(w->out);
    for (unsigned f = 0; o && f < RESULT_FIELD_COUNT; f++) {
        if (!(w->render->fields & 1u << f))
            continue;
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, result_field_name((enum result_field)f));
        if (cJSON_IsNumber(item))
            csv_put_number(w->out, (uint64_t)cJSON_GetNumberValue(item));
        else if (cJSON_IsBool(item))
            csv_put_string(w->out, cJSON_IsTrue(item) ? "true" : "false");
        else if (cJSON_IsArray(item))
            csv_list(w->out, item);
        else
            csv_put_string(w->out, cJSON_GetStringValue(item));
    }
    csv_end_row(w->out);
}

/* ---- bibliographies -------------------------------------------------- */

static void bibtex_article(struct export_writing *w, const struct search_result *result)
{
    cite_put(CITE_BIBTEX, &result->record, w->cite, w->out);
}

static void ris_article(struct export_writing *w, const struct search_result *result)
{
    cite_put(CITE_RIS, &result->record, w->cite, w->out);
}

/* BibTeX reads a comment to the brace that closes it: those within texts are escaped as JSON allows. */
static void bibtex_tail(struct export_writing *w, const struct export_end *end)
{
    scoped(json) cJSON *o = manifest_render(end->manifest);
    scoped(char_ptr) char *text = o ? cJSON_PrintUnformatted(o) : NULL;
    bool quoted = false;
    if (!text)
        fail(w->out);
    buffer_puts(w->out, "@comment");
    for (const char *c = text; c && *c; c++) {
        if (quoted && (*c == '{' || *c == '}'))
            buffer_printf(w->out, "\\u%04x", (unsigned)*c);
        else
            buffer_putc(w->out, *c);
        if (quoted && *c == '\\' && c[1])
            buffer_putc(w->out, *++c);
        else if (*c == '"')
            quoted = !quoted;
    }
    buffer_putc(w->out, '\n');
}

static void csl_head(struct export_writing *w)
{
    buffer_putc(w->out, '[');
}

static void csl_article(struct export_writing *w, const struct search_result *result)
{
    buffer_puts(w->out, w->first ? "\n" : ",\n");
    cite_put(CITE_CSL, &result->record, w->cite, w->out);
}

static void csl_tail(struct export_writing *w, const struct export_end *end)
{
    (void)end;
    buffer_puts(w->out, "\n]\n");
}

/* ---- the manifest alone ---------------------------------------------- */

static void manifest_tail(struct export_writing *w, const struct export_end *end)
{
    scoped(json) cJSON *o = manifest_render(end->manifest);
    put_json(w->out, o);
}

/* ---- the table ------------------------------------------------------- */

static const struct export_form forms[EXPORT_FORMATS] = {
    [EXPORT_NDJSON] = {"application/x-ndjson", "ndjson", NULL, ndjson_article, ndjson_tail},
    [EXPORT_CSV] = {CSV_TYPE, "csv", csv_head, csv_article, NULL},
    [EXPORT_BIBTEX] = {"application/x-bibtex; charset=utf-8", "bib", NULL, bibtex_article, bibtex_tail},
    [EXPORT_RIS] = {"application/x-research-info-systems; charset=utf-8", "ris", NULL, ris_article, NULL},
    [EXPORT_CSL] = {"application/vnd.citationstyles.csl+json", "json", csl_head, csl_article, csl_tail},
    [EXPORT_MANIFEST] = {"application/json", "json", NULL, NULL, manifest_tail},
};

const struct export_form *export_form_of(enum export_format format)
{
    return &forms[format];
}
