/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_file.c - an exported result as it lies in files. */
#include "indexer/result_file.h"

#include "archive/array_grow.h"
#include "archive/json_put.h"
#include "indexer/result_table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RIS_BEGIN "TY  - "

enum { MANIFEST_BYTES_MAX = 1 << 20 };

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

/* Takes *manifest. */
static int add_part(struct result_file *f, cJSON **manifest, struct error *err)
{
    if (!array_grow(&f->parts, &f->part_size, f->part_count + 1, sizeof *f->parts))
        return no_memory(err);
    f->parts[f->part_count++] = (struct result_part){.end = f->ids.count, .manifest = take(manifest)};
    return 0;
}

static size_t ids_in_parts(const struct result_file *f)
{
    return f->part_count ? f->parts[f->part_count - 1].end : 0;
}

static int read_last(struct result_file *f, cJSON *line, const char *path, size_t number, struct error *err)
{
    cJSON *last = cJSON_GetObjectItemCaseSensitive(line, "hustings");
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(last, "count");
    double said = cJSON_IsNumber(count) ? cJSON_GetNumberValue(count) : -1;
    size_t has = f->ids.count - ids_in_parts(f);

    if (!cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(last, "complete")))
        return error_set(err, FAULT_INVALID, "'%s': line %zu does not say that it is complete", path, number);
    scoped(json) cJSON *manifest = cJSON_DetachItemFromObjectCaseSensitive(last, "manifest");
    if (!manifest)
        return error_set(err, FAULT_INVALID, "'%s': its last line has no manifest", path);
    if (!(said >= 0 && said <= (double)has))
        return error_set(err, FAULT_INVALID, "'%s': its last line says that it has %.0f articles, and it has %zu", path,
                         said < 0 ? 0 : said, has);
    if (!cJSON_Compare(count, cJSON_GetObjectItemCaseSensitive(manifest, "count"), true))
        return error_set(err, FAULT_INVALID, "'%s': line %zu and its manifest say different numbers of articles", path,
                         number);
    return add_part(f, &manifest, err);
}

static int read_line(struct result_file *f, const char *text, size_t len, const char *path, size_t number,
                     struct error *err)
{
    const char *end = NULL;
    scoped(json) cJSON *line = cJSON_ParseWithLengthOpts(text, len, &end, false);

    if (!cJSON_IsObject(line) || end + strspn(end, " \t\r\n") < text + len)
        return error_set(err, FAULT_INVALID, "'%s': line %zu is no JSON object: it was cut or changed", path, number);
    if (cJSON_GetObjectItemCaseSensitive(line, "hustings"))
        return read_last(f, line, path, number, err);
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, "id"));
    if (!id)
        return error_set(err, FAULT_INVALID, "'%s': line %zu has no id", path, number);
    return id_list_add(&f->ids, id, strlen(id)) ? 0 : no_memory(err);
}

static int read_lines(struct result_file *f, FILE *in, const char *path, struct error *err)
{
    scoped(char_ptr) char *text = NULL;
    size_t size = 0, number = 0;
    ssize_t len;

    f->listed = true;
    while ((len = getline(&text, &size, in)) > 0)
        if (read_line(f, text, (size_t)len, path, ++number, err) < 0)
            return -1;
    if (ferror(in))
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!f->part_count)
        return error_set(err, FAULT_INVALID, "'%s' has no last line: the export broke off, or the file was cut, behind "
                         "%zu articles", path, f->ids.count);
    if (f->ids.count > ids_in_parts(f))
        return error_set(err, FAULT_INVALID, "'%s': line %zu stands behind its last line, and no other follows: a part "
                         "broke off, or the file was changed", path, number);
    return 0;
}

/* ---- citations ------------------------------------------------------- */

static const char *citations(const char *head)
{
    return *head == '@' ? "BibTeX" : *head == '[' ? "CSL" : strcmp(head, RIS_BEGIN) == 0 ? "RIS" : NULL;
}

/* Its manifest is in a comment, a line, behind the entries. */
static int read_bibtex(struct result_file *f, FILE *in, const char *path, struct error *err)
{
    static const char comment[] = "@comment";
    scoped(char_ptr) char *text = NULL;
    size_t size = 0;
    ssize_t len;

    while ((len = getline(&text, &size, in)) > 0) {
        if (strncmp(text, comment, strlen(comment)) != 0)
            continue;
        scoped(json) cJSON *json = cJSON_ParseWithLength(text + strlen(comment), (size_t)len - strlen(comment));
        if (is_manifest(json) && add_part(f, &json, err) < 0)
            return -1;
    }
    if (ferror(in))
        return error_errno(err, errno, "cannot read '%s'", path);
    if (f->part_count == 1)
        return 0;
    return error_set(err, FAULT_INVALID, f->part_count ? "'%s' has several manifests: prove each alone"
                     : "'%s' has no @comment with its manifest: the export broke off, or the file was cut", path);
}

/* ---- files ----------------------------------------------------------- */

static int read_list(struct result_file *f, const char *path, bool has_manifest, struct error *err)
{
    scoped(file) FILE *in = fopen(path, "re");
    char head[sizeof RIS_BEGIN] = "";

    if (!in)
        return error_errno(err, errno, "cannot read '%s'", path);
    if (!fread(head, 1, sizeof head - 1, in))
        return error_set(err, FAULT_INVALID, "'%s' is empty", path);
    rewind(in);
    f->citations = citations(head);
    if (*head == '@' && !has_manifest)
        return read_bibtex(f, in, path, err);
    if (f->citations)
        return 0;
    if (*head == '{')
        return read_lines(f, in, path, err);
    if (!has_manifest)
        return error_set(err, FAULT_INVALID, "'%s' holds no JSON Lines; give its manifest with --manifest", path);
    f->listed = true;
    return result_table_read(in, path, &f->ids, err);
}

static void drop_parts(struct result_file *f)
{
    while (f->part_count)
        cJSON_Delete(f->parts[--f->part_count].manifest);
}

static int read_all(struct result_file *f, const char *path, const char *manifest_path, struct error *err)
{
    scoped(json) cJSON *whole = NULL, *manifest = NULL;

    if (read_whole(path, &whole, err) < 0)
        return -1;
    if (is_manifest(whole))
        return add_part(f, &whole, err);
    if ((manifest_path && read_manifest(manifest_path, &manifest, err) < 0) ||
        read_list(f, path, manifest_path, err) < 0)
        return -1;
    if (!manifest)
        return 0;
    drop_parts(f); /* it is of all of them */
    return add_part(f, &manifest, err);
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
    drop_parts(f);
    free(f->parts);
    *f = (struct result_file){0};
}
