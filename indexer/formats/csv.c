/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv.c - a table with a header row: each row an article, its columns known by the names that JSON's keys have. */
#include "archive/article.h"
#include "archive/text.h"
#include "indexer/formats/charset.h"
#include "indexer/formats/format.h"
#include "indexer/formats/json_shapes.h"
#include "indexer/formats/key_map.h"
#include "indexer/formats/table_head.h"
#include "indexer/formats/table_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_TAKEN = 32 << 10 /* bytes at once */ };

struct table {
    const char *name;
    const struct sink *sink;
    struct error *err;
    struct strings names; /* of the columns; "" for one that has none, which is left out */
    struct buffer header; /* as it was given, to stand above a row that is kept apart */
};

static int no_memory(const struct table *t)
{
    return error_set(t->err, FAULT_MEMORY, "out of memory");
}

/* The header stands above what is kept of a row, so that it can be mended and added again. */
static void refuse(const struct table *t, const char *where, const char *reason, struct raw row)
{
    struct buffer both = buffer_make(t->header.len + row.len);

    buffer_append(&both, t->header.data, t->header.len);
    bool whole = buffer_append(&both, row.bytes, row.len);
    t->sink->problem(t->sink->ctx, where, reason, whole ? (struct raw){both.data, both.len} : row);
    buffer_free(&both);
}

/* ---- the header ---------------------------------------------------------- */

/* A column's name on one line, without space around it. */
static char *tidy(const char *cell)
{
    struct buffer b = buffer_make(LINE_BYTES_MAX);

    text_clean(cell, strlen(cell), &b);
    size_t from = 0;
    while (from < b.len && strchr(" \t\n", b.data[from]))
        from++;
    while (b.len > from && strchr(" \t\n", b.data[b.len - 1]))
        b.len--;
    for (size_t i = from; i < b.len; i++) {
        if (b.data[i] == '\n' || b.data[i] == '\t')
            b.data[i] = ' ';
    }
    char *name = b.failed ? NULL : strndup(b.data ? b.data + from : "", b.len - from);
    buffer_free(&b);
    return name;
}

static int name_column(struct table *t, const char *cell, bool *body)
{
    char *name = tidy(cell);
    if (!name)
        return no_memory(t);
    const char *mapped = key_map_ours(t->sink->keys, name);
    const char *key = mapped ? mapped : article_key_named(name, true);
    /* As it stands where JSON knows it so, so that of two names of one fact the same wins. */
    const char *known = key && !mapped && !article_key_named(name, false) ? key : name;
    int rc = strings_add(&t->names, known, strlen(known));
    *body = *body || (key ? strcmp(key, "title") == 0 || strcmp(key, "text") == 0 : json_shapes_body(name));
    free(name);
    return rc ? no_memory(t) : 0;
}

/* 1: the columns are named; 0: they are not and that was said. */
static int read_header(struct table *t, struct rows *rows)
{
    char where[WHERE_MAX];
    struct row row;
    bool body = false;

    int more = rows_next(rows, 0, &row, t->err);
    if (more > 0 && !row.problem && table_says_delimiter(cells_at(row.cells, 0)))
        more = rows_next(rows, 0, &row, t->err);
    if (more <= 0) {
        if (!more)
            t->sink->problem(t->sink->ctx, t->name, "has no text", (struct raw){0});
        return more;
    }
    snprintf(where, sizeof where, "%s:%lu", t->name, row.line);
    if (row.problem) {
        refuse(t, where, row.problem, row.raw);
        return 0;
    }
    for (size_t i = 0; i < row.cells->count; i++) {
        if (name_column(t, cells_at(row.cells, i), &body))
            return -1;
    }
    if (!body) {
        refuse(t, where, "its first row names no column 'title' or 'text'; say which they are with --map", row.raw);
        return 0;
    }
    return buffer_append(&t->header, row.raw.bytes, row.raw.len) ? 1 : no_memory(t);
}

/* ---- rows ---------------------------------------------------------------- */

/* Names parted by '|', as JSON's list; ';' between them is parted with the key's own rules. */
static cJSON *list_of(const char *cell)
{
    cJSON *list = cJSON_CreateArray();
    size_t len;

    for (; list; cell += len + 1) {
        len = strcspn(cell, "|;");
        char *part = strndup(cell, len);
        cJSON *text = part ? cJSON_CreateString(part) : NULL;
        free(part);
        if (!text || !cJSON_AddItemToArray(list, text)) {
            cJSON_Delete(text);
            cJSON_Delete(list);
            return NULL;
        }
        if (!cell[len])
            break;
    }
    return list;
}

static cJSON *object_of(const struct table *t, const struct cells *cells)
{
    cJSON *object = cJSON_CreateObject();

    for (size_t i = 0; object && i < cells->count; i++) {
        const char *name = t->names.at[i], *cell = cells_at(cells, i);
        const char *mapped = key_map_ours(t->sink->keys, name), *key = mapped ? mapped : article_key_named(name, false);
        if (!*name || !cell[strspn(cell, " \t\r\n")])
            continue;
        bool listed = key && (strcmp(key, "authors") == 0 || strcmp(key, "tags") == 0) && strchr(cell, '|');
        cJSON *value = listed ? list_of(cell) : cJSON_CreateString(cell);
        if (!value || !cJSON_AddItemToObject(object, name, value)) {
            cJSON_Delete(value);
            cJSON_Delete(object);
            return NULL;
        }
    }
    return object;
}

static int give(const struct table *t, const struct row *row)
{
    char where[WHERE_MAX], warning[256] = "";
    struct article a = {0};
    struct error why = {0};

    snprintf(where, sizeof where, "%s:%lu", t->name, row->line);
    if (row->problem) {
        refuse(t, where, row->problem, row->raw);
        return 0;
    }
    if (row->raw.len == t->header.len && memcmp(row->raw.bytes, t->header.data, row->raw.len) == 0)
        return 0; /* the header again, as where files were joined */
    cJSON *object = object_of(t, row->cells);
    if (!object || !key_map_apply(t->sink->keys, object) || !json_shapes_apply(object)) {
        cJSON_Delete(object);
        return no_memory(t);
    }
    if (!object->child) { /* a row of delimiters only: a table's empty end */
        cJSON_Delete(object);
        return 0;
    }
    int rc = article_from_json(object, &a, warning, &why);
    cJSON_Delete(object);
    if (rc && why.fault == FAULT_MEMORY)
        return error_set(t->err, why.fault, "%s", why.text);
    if (rc) {
        refuse(t, where, why.text, row->raw);
        return 0;
    }
    if (row->unpaired)
        t->sink->warning(t->sink->ctx, where, "its quotes do not pair and were taken as letters");
    if (*warning)
        t->sink->warning(t->sink->ctx, where, warning);
    rc = t->sink->article(t->sink->ctx, &a, where);
    article_free(&a);
    return rc ? error_set(t->err, FAULT_NONE, "stopped") : 0;
}

/* Lines that end as those of old Macintoshes do, in '\r', as others do. */
struct mac {
    struct input *in;
    struct buffer bytes;
};

static int mac_lines(void *ctx, const char **bytes, size_t *len, struct error *err)
{
    struct mac *m = ctx;

    int more = input_take(m->in, LINES_TAKEN, bytes, len, err);
    if (more <= 0)
        return more;
    buffer_clear(&m->bytes);
    if (!buffer_append(&m->bytes, *bytes, *len))
        return error_set(err, FAULT_MEMORY, "out of memory");
    for (char *at = m->bytes.data, *end = at + *len; (at = memchr(at, '\r', (size_t)(end - at)));)
        *at = '\n';
    *bytes = m->bytes.data;
    return 1;
}

static int read_table(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct table t = {.name = name, .sink = sink, .err = err, .header = buffer_make(LINE_BYTES_MAX * 5UL)};
    const char *bytes;
    struct row row;
    size_t len;

    if (input_peek(in, &bytes, &len, err))
        return -1;
    size_t mark = charset_mark(bytes, len);
    struct rows *rows = rows_new(in, table_delimiter(bytes + mark, len - mark), name, sink);
    int more = rows ? read_header(&t, rows) : no_memory(&t);
    while (more > 0 && (more = rows_next(rows, t.names.count, &row, err)) > 0)
        more = give(&t, &row) ? -1 : 1;
    rows_free(rows);
    strings_free(&t.names);
    buffer_free(&t.header);
    return more;
}

int csv_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct mac mac = {.in = in, .bytes = buffer_make(LINES_TAKEN + 1)};
    const char *bytes;
    size_t len;

    if (input_peek(in, &bytes, &len, err))
        return -1;
    if (!table_is_mac(bytes, len))
        return read_table(in, name, sink, err);
    struct input *lines = input_within(in, mac_lines, &mac, err);
    int rc = lines ? read_table(lines, name, sink, err) : -1;
    input_close(lines);
    buffer_free(&mac.bytes);
    return rc;
}
