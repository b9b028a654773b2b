/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch_file.c - a file of queries: a table, or lines. */
#include "indexer/batch_file.h"

#include "archive/text.h"
#include "indexer/batch_row.h"
#include "indexer/formats/charset.h"
#include "indexer/formats/charset_lines.h"
#include "indexer/formats/table_head.h"
#include "indexer/formats/table_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_BYTES_MAX = 256 << 20, /* a million queries are a tenth of it */
    LINE_MAX = 1 << 20          /* far over what a query may have, which is told of the query */
};

struct batch_file {
    const char *name;
    struct input *in;
    struct rows *rows; /* NULL: lines */
    struct charset_lines charset;
    struct strings columns;
    const char **cells;
    struct buffer line, text;
    unsigned long number;
    struct sink sink;
    uint64_t size, lost;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory for the queries");
}

/* A line that is too long for a row. */
static void take_problem(void *ctx, const char *where, const char *reason, struct raw record)
{
    struct batch_file *f = ctx;

    (void)record;
    fprintf(stderr, "indexer: %s: %s\n", where, reason);
    f->lost++;
}

static void take_warning(void *ctx, const char *where, const char *reason)
{
    (void)ctx;
    fprintf(stderr, "indexer: %s: %s\n", where, reason);
}

/* ---- what it is --------------------------------------------------------- */

/* Of the first line's cells: whether one names the query, and how many name something else of it. */
static void look(const char *line, size_t len, bool *query, unsigned *others)
{
    struct cells cells;

    *query = false;
    *others = 0;
    if (cells_of_line(line, len, table_delimiter(line, len), &cells)) {
        for (size_t i = 0; i < cells.count && i < TABLE_CELLS_MAX; i++) {
            enum batch_column column = batch_column_named(cells_at(&cells, i));
            *query |= column == BATCH_Q;
            *others += column != BATCH_Q && column != BATCH_OTHER;
        }
    }
    cells_free(&cells);
}

/* 1: a table, 0: lines. */
static int is_table(struct batch_file *f, struct error *err)
{
    const char *bytes, *line;
    bool query;
    unsigned others;
    size_t len;

    if (input_peek(f->in, &bytes, &len, err) < 0)
        return -1;
    line = bytes + charset_mark(bytes, len);
    len -= (size_t)(line - bytes);
    while (len && strchr(" \t\r\n", *line)) {
        line++;
        len--;
    }
    const char *stop = memchr(line, '\n', len);
    size_t line_len = stop ? (size_t)(stop - line) : len;
    if (line_len >= 4 && strncmp(line, "sep=", 4) == 0)
        return 1;
    look(line, line_len, &query, &others);
    if (!query && others > 1)
        return error_set(err, FAULT_INVALID, "its first row names no column 'q' for the queries; call it so");
    return query;
}

/* ---- opening ------------------------------------------------------------ */

static int open_table(struct batch_file *f, struct error *err)
{
    const char *bytes;
    struct row row;
    size_t len;
    bool query = false;

    if (input_peek(f->in, &bytes, &len, err) < 0)
        return -1;
    size_t mark = charset_mark(bytes, len);
    f->sink = (struct sink){.ctx = f, .problem = take_problem, .warning = take_warning};
    f->rows = rows_new(f->in, table_delimiter(bytes + mark, len - mark), f->name, &f->sink);
    if (!f->rows)
        return no_memory(err);
    int more = rows_next(f->rows, 0, &row, err);
    if (more > 0 && !row.problem && table_says_delimiter(cells_at(row.cells, 0)))
        more = rows_next(f->rows, 0, &row, err);
    if (more < 0)
        return -1;
    for (size_t i = 0; more && !row.problem && i < row.cells->count; i++) {
        const char *name = cells_at(row.cells, i);
        query |= batch_column_named(name) == BATCH_Q;
        buffer_clear(&f->text);
        if (!text_clean(name, strlen(name), &f->text) ||
            strings_add(&f->columns, f->text.data ? f->text.data : "", f->text.len) < 0)
            return no_memory(err);
    }
    return query ? 0 : error_set(err, FAULT_INVALID, "its first row names no column 'q' for the queries; call it so");
}

static int open_as_it_is(struct batch_file *f, struct error *err)
{
    int table = is_table(f, err);

    if (table < 0 || (table && open_table(f, err) < 0))
        return -1;
    if (!table && strings_add(&f->columns, "q", 1) < 0)
        return no_memory(err);
    f->charset = charset_lines_make(f->in);
    f->cells = calloc(f->columns.count, sizeof *f->cells);
    return f->cells ? 0 : no_memory(err);
}

int batch_file_open(const char *path, struct batch_file **out, struct error *err)
{
    struct batch_file *f = calloc(1, sizeof *f);

    if (!f)
        return no_memory(err);
    f->name = strcmp(path, "-") == 0 ? "stdin" : path;
    f->line = buffer_make(LINE_MAX);
    f->text = buffer_make(LINE_MAX * 5UL);
    f->in = input_open(path, FILE_BYTES_MAX, -1, err);
    if (!f->in || open_as_it_is(f, err) < 0) {
        error_prefix(err, "%s", f->name);
        batch_file_close(f);
        return -1;
    }
    input_file(f->in, &f->size);
    *out = f;
    return 0;
}

void batch_file_close(struct batch_file *f)
{
    if (!f)
        return;
    rows_free(f->rows);
    charset_lines_free(&f->charset);
    input_close(f->in);
    strings_free(&f->columns);
    free(f->cells);
    buffer_free(&f->line);
    buffer_free(&f->text);
    free(f);
}

const struct strings *batch_file_columns(const struct batch_file *f)
{
    return &f->columns;
}

void batch_file_progress(const struct batch_file *f, uint64_t *done, uint64_t *all)
{
    *done = input_taken(f->in);
    *all = f->size;
}

uint64_t batch_file_lost(const struct batch_file *f)
{
    return f->lost;
}

/* ---- rows --------------------------------------------------------------- */

/* A query that stood in the table's quotes, though nothing in it needs them: somebody who meant a phrase. */
static bool is_bare(const struct raw *raw, const char *cell)
{
    size_t len = strlen(cell);

    if (!raw->bytes || !strchr(cell, ' ') || strpbrk(cell, ",;\t\n\"|"))
        return false;
    for (const char *at = raw->bytes, *end = at + raw->len; (at = memchr(at, '"', (size_t)(end - at))); at++)
        if ((size_t)(end - at) > len + 1 && memcmp(at + 1, cell, len) == 0 && at[len + 1] == '"')
            return true;
    return false;
}

/* Only delimiters: a table's empty end. */
static bool is_empty(const struct row *row)
{
    for (size_t i = 0; i < row->cells->count; i++)
        if (*cells_at(row->cells, i))
            return false;
    return true;
}

static int next_row(struct batch_file *f, struct batch_row *out, struct error *err)
{
    struct row row;
    int more;

    do {
        more = rows_next(f->rows, f->columns.count, &row, err);
        if (more <= 0)
            return more;
    } while (!row.problem && is_empty(&row));
    out->line = row.line;
    out->problem = row.problem;
    for (size_t i = 0; i < f->columns.count; i++) {
        f->cells[i] = !row.problem && i < row.cells->count ? cells_at(row.cells, i) : "";
        if (batch_column_named(f->columns.at[i]) == BATCH_Q)
            out->bare_quotes = is_bare(&row.raw, f->cells[i]);
    }
    return 1;
}

static int next_line(struct batch_file *f, struct batch_row *out, struct error *err)
{
    const char *warning = NULL;
    int more;

    do {
        buffer_clear(&f->line);
        buffer_clear(&f->text);
        f->number++;
        more = input_line(f->in, &f->line, err);
        if (more <= 0)
            return more;
        if (f->line.failed)
            break;
        if (charset_line(&f->charset, f->line.data ? f->line.data : "", f->line.len, &f->text, &warning, err) < 0)
            return -1;
        if (warning)
            fprintf(stderr, "indexer: %s: %s\n", f->name, warning);
        while (f->text.len && strchr(" \t\r\n", f->text.data[f->text.len - 1]))
            f->text.data[--f->text.len] = '\0';
    } while (!f->text.len);
    out->line = f->number;
    out->problem = f->line.failed ? "the line is too long" : NULL;
    f->cells[0] = f->text.data && !f->line.failed ? f->text.data : "";
    return 1;
}

int batch_file_next(struct batch_file *f, struct batch_row *out, struct error *err)
{
    *out = (struct batch_row){.cells = f->cells};
    return f->rows ? next_row(f, out, err) : next_line(f, out, err);
}
