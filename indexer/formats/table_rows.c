/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table_rows.c - lines into rows: libcsv where the quotes pair, by delimiters alone where they do not. */
#include "indexer/formats/table_rows.h"

#include "archive/array_grow.h"
#include "indexer/formats/charset_lines.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

enum {
    CELL_STEP = 256 << 10, /* bytes by which libcsv grows its cell: by its own 128 a cell of megabytes takes seconds */
    READ_AGAIN_MAX = 256 << 20, /* bytes of lines behind rows that were none: a file made to be slow ends there */
    DROP_BYTES = 1 << 20        /* of lines done with, before those behind are moved to the front */
};

struct rows {
    struct input *in;
    const char *name;
    const struct sink *sink;
    struct csv_parser parser;
    struct charset_lines charset;
    struct buffer line; /* as it was read */
    struct buffer held; /* lines as UTF-8, each with its end, from the row being read on */
    size_t at;          /* of held: the next line to be used */
    unsigned long number; /* of the last line used */
    size_t read_again;
    struct cells cells;
    bool ended; /* libcsv found the row's end */
};

static void cells_clear(struct cells *c)
{
    buffer_clear(&c->bytes);
    c->count = 0;
}

void cells_free(struct cells *c)
{
    buffer_free(&c->bytes);
    free(c->starts);
    c->starts = NULL;
    c->count = c->room = 0;
}

static void cells_add(struct cells *c, const char *bytes, size_t len)
{
    if (c->count >= TABLE_CELLS_MAX) {
        c->count = TABLE_CELLS_MAX + 1; /* too many, however many more */
        return;
    }
    if (!array_grow(&c->starts, &c->room, c->count + 1, sizeof *c->starts)) {
        c->bytes.failed = true;
        return;
    }
    c->starts[c->count++] = c->bytes.len;
    buffer_append(&c->bytes, bytes, len);
    buffer_putc(&c->bytes, '\0');
}

/* ---- libcsv ------------------------------------------------------------ */

static void on_cell(void *bytes, size_t len, void *ctx)
{
    cells_add(ctx, bytes ? bytes : "", len);
}

static int is_space(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r'; /* libcsv asks whether it is the delimiter before */
}

static int is_end(unsigned char c)
{
    return c == '\n';
}

static int parser_init(struct csv_parser *p, char delimiter)
{
    if (csv_init(p, CSV_STRICT))
        return -1;
    csv_set_delim(p, (unsigned char)delimiter);
    csv_set_space_func(p, is_space);
    csv_set_term_func(p, is_end);
    csv_set_blk_size(p, CELL_STEP);
    return 0;
}

/* ---- by delimiters alone ------------------------------------------------- */

static void split(const char *at, size_t len, char delimiter, struct cells *out)
{
    const char *end = at + len;

    cells_clear(out);
    while (end > at && (end[-1] == '\n' || end[-1] == '\r'))
        end--;
    for (;;) {
        const char *cut = memchr(at, delimiter, (size_t)(end - at)), *to = cut ? cut : end;
        cells_add(out, at, (size_t)(to - at));
        if (!cut)
            return;
        at = cut + 1;
    }
}

static bool opens_with_quote(const struct cells *c)
{
    for (size_t i = 0; i < c->count && i < TABLE_CELLS_MAX; i++) {
        if (*cells_at(c, i) == '"')
            return true;
    }
    return false;
}

/* ---- lines --------------------------------------------------------------- */

/* NUL would end a cell early. */
static void drop_nul(struct buffer *b)
{
    size_t to = 0;

    for (size_t i = 0; i < b->len; i++) {
        if (b->data[i])
            b->data[to++] = b->data[i];
    }
    b->len = to;
}

/* One more line from the input into held: 1, 0 at the end, -1. */
static int take_line(struct rows *r, struct error *err)
{
    char where[WHERE_MAX];
    const char *warning = NULL;

    for (;;) {
        int more = input_line(r->in, &r->line, err);
        if (more <= 0)
            return more;
        snprintf(where, sizeof where, "%s:%lu", r->name, r->number + 1);
        if (!r->line.failed)
            break;
        r->number++;
        r->sink->problem(r->sink->ctx, where, "the line is over 16 MiB", (struct raw){0});
    }
    drop_nul(&r->line);
    if (charset_line(&r->charset, r->line.data ? r->line.data : "", r->line.len, &r->held, &warning, err))
        return -1;
    if (warning)
        r->sink->warning(r->sink->ctx, where, warning);
    return buffer_putc(&r->held, '\n') ? 1 : error_set(err, FAULT_MEMORY, "out of memory");
}

/* The next line's place in held: 1, 0 at the end, -1. */
static int next_line(struct rows *r, size_t *from, size_t *len, struct error *err)
{
    if (r->at == r->held.len) {
        int more = take_line(r, err);
        if (more <= 0)
            return more;
    }
    const char *text = r->held.data + r->at;
    *from = r->at;
    *len = (size_t)((const char *)memchr(text, '\n', r->held.len - r->at) - text) + 1;
    r->at += *len;
    r->number++;
    return 1;
}

static bool is_blank(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len && strchr(" \t\r\n", text[i]))
        i++;
    return i == len;
}

/* Lines done with need no room. */
static void drop_used(struct rows *r)
{
    if (r->at == r->held.len) {
        buffer_clear(&r->held);
    } else if (r->at < DROP_BYTES) {
        return;
    } else {
        memmove(r->held.data, r->held.data + r->at, r->held.len - r->at);
        r->held.len -= r->at;
    }
    r->at = 0;
}

/* ---- rows ---------------------------------------------------------------- */

struct rows *rows_new(struct input *in, char delimiter, const char *name, const struct sink *sink)
{
    struct rows *r = calloc(1, sizeof *r);

    if (!r || parser_init(&r->parser, delimiter)) {
        free(r);
        return NULL;
    }
    r->in = in;
    r->charset = charset_lines_make(in);
    r->name = name;
    r->sink = sink;
    r->line = buffer_make(LINE_BYTES_MAX);
    r->held = buffer_make(LINE_BYTES_MAX * 5UL); /* a row, and a line more that three bytes were made of each byte of */
    r->cells.bytes = buffer_make(LINE_BYTES_MAX * 5UL);
    return r;
}

void rows_free(struct rows *r)
{
    if (!r)
        return;
    csv_free(&r->parser);
    charset_lines_free(&r->charset);
    buffer_free(&r->line);
    buffer_free(&r->held);
    cells_free(&r->cells);
    free(r);
}

static void on_end(int by, void *ctx)
{
    (void)by;
    ((struct rows *)((char *)ctx - offsetof(struct rows, cells)))->ended = true;
}

/* Cells past those wanted that are empty, as of a delimiter at the end of each line, say nothing. */
static bool fits(struct cells *c, size_t wanted)
{
    if (c->count > TABLE_CELLS_MAX)
        return false;
    if (!wanted)
        return true;
    while (c->count > wanted && !*cells_at(c, c->count - 1))
        c->count--;
    return c->count == wanted;
}

/* The first line alone, of what is no row by its quotes; those behind it are read again. */
static bool as_one_line(struct rows *r, struct row *out, size_t start, size_t first_len, size_t wanted)
{
    csv_free(&r->parser);
    char delimiter = (char)csv_get_delim(&r->parser);
    if (parser_init(&r->parser, delimiter))
        return false;
    size_t behind = r->at - start - first_len;
    if (r->read_again + behind <= READ_AGAIN_MAX) {
        r->read_again += behind;
        r->at = start + first_len;
        r->number = out->line;
    }
    split(r->held.data + start, first_len, delimiter, &r->cells);
    out->unpaired = opens_with_quote(&r->cells);
    return fits(&r->cells, wanted);
}

int rows_next(struct rows *r, size_t wanted, struct row *out, struct error *err)
{
    size_t start = 0, from = 0, len = 0, first_len = 0;
    bool good = true;

    drop_used(r);
    cells_clear(&r->cells);
    *out = (struct row){.cells = &r->cells};
    r->ended = false;
    for (bool begun = false; !r->ended && good; begun = true) {
        int more;
        while ((more = next_line(r, &from, &len, err)) > 0 && !begun && is_blank(r->held.data + from, len))
            ;
        if (more < 0 || (more == 0 && !begun))
            return more;
        if (!begun) {
            start = from;
            first_len = len;
            out->line = r->number;
        }
        good = more && r->at - start <= LINE_BYTES_MAX &&
               csv_parse(&r->parser, r->held.data + from, len, on_cell, on_end, &r->cells) == len;
    }
    bool fit = good && fits(&r->cells, wanted);
    size_t count = r->cells.count;
    if (!fit && (!good || len != first_len || from != start))
        fit = as_one_line(r, out, start, first_len, wanted);
    if (r->cells.bytes.failed)
        return error_set(err, FAULT_MEMORY, "out of memory");
    if (!fit && !good)
        out->problem = "its quotes do not pair: a quote within a cell is written twice";
    else if (!fit)
        out->problem = count > wanted ? "has more cells than the header" : "has fewer cells than the header";
    out->raw = (struct raw){r->held.data + start, r->at - start};
    return 1;
}

bool cells_of_line(const char *line, size_t len, char delimiter, struct cells *out)
{
    struct csv_parser p;

    *out = (struct cells){.bytes = buffer_make(len * 2 + 2)};
    if (parser_init(&p, delimiter))
        return false;
    bool pair = csv_parse(&p, line, len, on_cell, NULL, out) == len && csv_fini(&p, on_cell, NULL, out) == 0;
    csv_free(&p);
    if (!pair)
        split(line, len, delimiter, out);
    return !out->bytes.failed;
}
