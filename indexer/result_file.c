/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_file.c - an exported result as it lies in files. */
#include "indexer/result_file.h"

#include "archive/array_grow.h"
#include "archive/csv_put.h"
#include "archive/json_put.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANIFEST_BYTES_MAX = 1 << 20, CSV_BLOCK = 64 << 10 };

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to read a result");
}

/* ---- ids ------------------------------------------------------------- */

bool id_list_add(struct id_list *l, const char *id, size_t len)
{
    if (!array_grow(&l->starts, &l->size, l->count + 1, sizeof *l->starts) ||
        !array_grow(&l->text, &l->text_size, l->len + len + 1, 1))
        return false;
    l->starts[l->count++] = l->len;
    memcpy(l->text + l->len, id, len);
    l->len += len;
    l->text[l->len++] = '\0';
    return true;
}

const char *id_list_at(const struct id_list *l, size_t i)
{
    return l->text + l->starts[i];
}

void id_list_free(struct id_list *l)
{
    free(l->text);
    free(l->starts);
    *l = (struct id_list){0};
}

/* ---- manifests ------------------------------------------------------- */

/* The file's JSON where it is one value; *out NULL: it is none, or too long for a manifest. */
static int read_whole(const char *path, cJSON **out, struct error *err)
{
    scoped(file) FILE *f = fopen(path, "re");
    scoped(char_ptr) char *text = malloc(MANIFEST_BYTES_MAX);
    const char *end = NULL;

    *out = NULL;
    if (!f)
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!text)
        return no_memory(err);
    size_t len = fread(text, 1, MANIFEST_BYTES_MAX, f);
    if (ferror(f))
        return error_errno(err, errno, "cannot read '%s'", path);
    if (len == 0 || len == MANIFEST_BYTES_MAX)
        return 0;
    cJSON *json = cJSON_ParseWithLengthOpts(text, len, &end, false);
    while (json && end < text + len && strchr(" \t\r\n", *end) && *end)
        end++;
    if (json && end < text + len) {
        cJSON_Delete(json);
        json = NULL;
    }
    *out = json;
    return 0;
}

static bool is_manifest(const cJSON *json)
{
    return cJSON_GetObjectItemCaseSensitive(json, "sha256") && cJSON_GetObjectItemCaseSensitive(json, "parameters");
}

/* One alone, or the last line of an export alone. */
static int read_manifest(const char *path, cJSON **out, struct error *err)
{
    scoped(json) cJSON *json = NULL;

    if (read_whole(path, &json, err) < 0)
        return -1;
    cJSON *line = cJSON_GetObjectItemCaseSensitive(json, "hustings");
    if (line)
        *out = cJSON_DetachItemFromObjectCaseSensitive(line, "manifest");
    else if (is_manifest(json))
        *out = take(&json);
    if (!*out)
        return error_set(err, FAULT_INVALID, "'%s' is no manifest", path);
    return 0;
}

/* ---- JSON Lines ------------------------------------------------------ */

static int read_last(struct result_file *f, cJSON *line, const char *path, size_t number, struct error *err)
{
    cJSON *last = cJSON_GetObjectItemCaseSensitive(line, "hustings");
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(last, "count");

    if (!cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(last, "complete")))
        return error_set(err, FAULT_INVALID, "'%s': line %zu does not say that it is complete", path, number);
    if (!cJSON_IsNumber(count) || cJSON_GetNumberValue(count) != (double)f->ids.count)
        return error_set(err, FAULT_INVALID, "'%s': its last line says that it has %.0f articles, and it has %zu", path,
                         cJSON_IsNumber(count) ? cJSON_GetNumberValue(count) : 0, f->ids.count);
    cJSON *manifest = cJSON_DetachItemFromObjectCaseSensitive(last, "manifest");
    if (f->manifest)
        cJSON_Delete(manifest);
    else
        f->manifest = manifest;
    return f->manifest ? 0 : error_set(err, FAULT_INVALID, "'%s': its last line has no manifest", path);
}

static int read_line(struct result_file *f, const char *text, size_t len, const char *path, size_t number, bool *last,
                     struct error *err)
{
    const char *end = NULL;
    scoped(json) cJSON *line = cJSON_ParseWithLengthOpts(text, len, &end, false);

    if (*last)
        return error_set(err, FAULT_INVALID, "'%s': line %zu stands behind its last line", path, number);
    if (!cJSON_IsObject(line) || end + strspn(end, " \t\r\n") < text + len)
        return error_set(err, FAULT_INVALID, "'%s': line %zu is no JSON object: it was cut or changed", path, number);
    if (cJSON_GetObjectItemCaseSensitive(line, "hustings")) {
        *last = true;
        return read_last(f, line, path, number, err);
    }
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, "id"));
    if (!id)
        return error_set(err, FAULT_INVALID, "'%s': line %zu has no id", path, number);
    return id_list_add(&f->ids, id, strlen(id)) ? 0 : no_memory(err);
}

static int read_lines(struct result_file *f, FILE *in, const char *path, struct error *err)
{
    scoped(char_ptr) char *text = NULL;
    size_t size = 0, number = 0;
    bool last = false;
    ssize_t len;

    f->listed = true;
    while ((len = getline(&text, &size, in)) > 0)
        if (read_line(f, text, (size_t)len, path, ++number, &last, err) < 0)
            return -1;
    if (ferror(in))
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!last)
        return error_set(err, FAULT_INVALID, "'%s' has no last line: the export broke off, or the file was cut, behind "
                         "%zu articles", path, f->ids.count);
    return 0;
}

/* ---- tables ---------------------------------------------------------- */

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

static int read_table(struct result_file *f, FILE *in, const char *path, struct error *err)
{
    struct table t = {.ids = &f->ids};
    struct csv_parser parser;
    char block[CSV_BLOCK];
    bool ok = true;

    f->listed = true;
    if (csv_init(&parser, CSV_STRICT) != 0)
        return no_memory(err);
    for (size_t len; ok && (len = fread(block, 1, sizeof block, in)) > 0;)
        ok = csv_parse(&parser, block, len, take_cell, take_row, &t) == len;
    ok = ok && csv_fini(&parser, take_cell, take_row, &t) == 0;
    csv_free(&parser);
    if (ferror(in))
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!ok || t.failed)
        return error_set(err, FAULT_INVALID, "'%s': row %zu is no row of a table: it was cut or changed", path,
                         t.rows + 1);
    return t.has_id ? 0 : error_set(err, FAULT_INVALID, "'%s': its first row names no column 'id'", path);
}

/* ---- files ----------------------------------------------------------- */

static int read_list(struct result_file *f, const char *path, struct error *err)
{
    scoped(file) FILE *in = fopen(path, "re");

    if (!in)
        return error_errno(err, errno, "cannot read '%s'", path);
    int first = getc(in);
    if (first == EOF)
        return error_set(err, FAULT_INVALID, "'%s' is empty", path);
    ungetc(first, in);
    if (first == '{')
        return read_lines(f, in, path, err);
    if (!f->manifest)
        return error_set(err, FAULT_INVALID, "'%s' holds no JSON Lines; give its manifest with --manifest", path);
    return read_table(f, in, path, err);
}

static int read_all(struct result_file *f, const char *path, const char *manifest_path, struct error *err)
{
    scoped(json) cJSON *whole = NULL;

    if (read_whole(path, &whole, err) < 0)
        return -1;
    if (is_manifest(whole)) {
        f->manifest = take(&whole);
        return 0;
    }
    if (manifest_path && read_manifest(manifest_path, &f->manifest, err) < 0)
        return -1;
    return read_list(f, path, err);
}

int result_file_read(const char *path, const char *manifest_path, struct result_file *out, struct error *err)
{
    struct result_file f = {0};

    if (read_all(&f, path, manifest_path, err) < 0) {
        result_file_free(&f);
        return -1;
    }
    *out = f;
    return 0;
}

void result_file_free(struct result_file *f)
{
    id_list_free(&f->ids);
    cJSON_Delete(f->manifest);
    f->manifest = NULL;
}
