/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_table.c - the ids of a result that was exported as a table. */
#include "indexer/result_table.h"

#include "archive/csv_put.h"

#include <csv.h>
#include <errno.h>
#include <string.h>

enum { CSV_BLOCK = 64 << 10 };

struct table {
    struct id_list *ids;
    size_t column, id_column, rows;
    bool has_id, failed;
    bool row_has_id;
};

/* Without the ' that csv_put.h puts before what looks like a formula. */
static void take_cell(void *cell, size_t len, void *ctx)
{
    struct table *t = ctx;
    const char *text = cell;

    if (t->rows == 0 && t->column == 0 && len >= strlen(CSV_BOM) && memcmp(text, CSV_BOM, strlen(CSV_BOM)) == 0) {
        text += strlen(CSV_BOM);
        len -= strlen(CSV_BOM);
    }
    if (t->rows == 0 && !t->has_id && len == 2 && memcmp(text, "id", 2) == 0) {
        t->has_id = true;
        t->id_column = t->column;
    } else if (t->rows > 0 && t->has_id && t->column == t->id_column) {
        size_t skip = len > 1 && *text == '\'' && csv_is_formula(text + 1, len - 1);
        t->failed |= !id_list_add(t->ids, text + skip, len - skip);
        t->row_has_id = true;
    }
    t->column++;
}

static void take_row(int end, void *ctx)
{
    struct table *t = ctx;

    (void)end;
    t->failed |= t->rows > 0 && !t->row_has_id;
    t->rows++;
    t->column = 0;
    t->row_has_id = false;
}

static bool first_row_has(const char *block, size_t len, char c)
{
    const char *end = memchr(block, '\n', len);

    return memchr(block, c, end ? (size_t)(end - block) : len);
}

int result_table_read(FILE *in, const char *path, struct id_list *ids, struct error *err)
{
    struct table t = {.ids = ids};
    struct csv_parser parser;
    char block[CSV_BLOCK];
    bool ok = true, first = true, semicolons = false;

    if (csv_init(&parser, CSV_STRICT) != 0)
        return error_set(err, FAULT_MEMORY, "no memory to read a table");
    for (size_t len; ok && (len = fread(block, 1, sizeof block, in)) > 0; first = false) {
        semicolons |= first && first_row_has(block, len, ';');
        ok = csv_parse(&parser, block, len, take_cell, take_row, &t) == len;
    }
    ok = ok && csv_fini(&parser, take_cell, take_row, &t) == 0;
    csv_free(&parser);
    if (ferror(in))
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!t.has_id && semicolons)
        return error_set(err, FAULT_INVALID, "'%s' has semicolons between its columns, as Excel saves a table in many "
                         "countries, and commas alone are read: give it as it was exported", path);
    if (!t.has_id && t.rows)
        return error_set(err, FAULT_INVALID, "'%s': its first row names no column 'id'", path);
    if (!ok || t.failed)
        return error_set(err, FAULT_INVALID, "'%s': row %zu is no row of a table: it was cut or changed", path,
                         t.rows + 1);
    return 0;
}
