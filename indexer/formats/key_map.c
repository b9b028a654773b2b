/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key_map.c - which of a source's own keys or columns are which of ours. */
#include "indexer/formats/key_map.h"

#include "archive/article.h"
#include "archive/buffer.h"
#include "indexer/formats/charset.h"
#include "indexer/formats/format.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES_MAX = 1 << 20, LINES_MAX = 1000 };

struct key_map {
    struct strings theirs;
    const char *ours[LINES_MAX]; /* static names */
};

static void trim(const char **from, const char **to)
{
    while (*from < *to && strchr(" \t\r", **from))
        (*from)++;
    while (*to > *from && strchr(" \t\r", (*to)[-1]))
        (*to)--;
}

static int add_line(struct key_map *m, const char *from, const char *to, unsigned long number, struct error *err)
{
    char ours[64] = "";

    trim(&from, &to);
    if (from == to || *from == '#')
        return 0;
    const char *equals = memrchr(from, '=', (size_t)(to - from)); /* a key of theirs may hold one */
    if (!equals)
        return error_set(err, FAULT_INVALID, "line %lu is not 'their_key = our_key'", number);
    const char *left_end = equals, *right = equals + 1;
    trim(&from, &left_end);
    trim(&right, &to);
    if ((size_t)(to - right) < sizeof ours)
        memcpy(ours, right, (size_t)(to - right));
    const char *name = article_key_named(ours, false);
    if (!name || from == left_end)
        return error_set(err, FAULT_INVALID,
                         "line %lu: '%.*s' is no key of ours: id, title, text, date, updated, source, "
                         "section, url, lang, summary, authors or tags",
                         number, (int)(to - right > 60 ? 60 : to - right), right);
    if (m->theirs.count == LINES_MAX)
        return error_set(err, FAULT_INVALID, "has over %d keys", LINES_MAX);
    m->ours[m->theirs.count] = name;
    return strings_add(&m->theirs, from, (size_t)(left_end - from)) ? error_set(err, FAULT_MEMORY, "out of memory") : 0;
}

static int read_lines(struct key_map *m, const struct buffer *text, struct error *err)
{
    const char *at = text->data ? text->data : "", *end = at + text->len;
    unsigned long number = 0;

    at += charset_mark(at, text->len);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (add_line(m, at, stop ? stop : end, ++number, err))
            return -1;
        at = stop ? stop + 1 : end;
    }
    return m->theirs.count ? 0 : error_set(err, FAULT_INVALID, "names no key; a line is 'their_key = our_key'");
}

int key_map_read(const char *path, struct key_map **out, struct error *err)
{
    struct buffer text = buffer_make(FILE_BYTES_MAX);
    struct key_map *m = calloc(1, sizeof *m);
    struct input *in = m ? input_open(path, FILE_BYTES_MAX, -1, err) : NULL;
    int rc = in ? input_all(in, &text, err) : -1;

    if (!m)
        error_set(err, FAULT_MEMORY, "out of memory");
    input_close(in);
    if (!rc)
        rc = read_lines(m, &text, err);
    buffer_free(&text);
    if (rc) {
        key_map_free(m);
        return error_prefix(err, "%s", path);
    }
    *out = m;
    return 0;
}

void key_map_free(struct key_map *m)
{
    if (m)
        strings_free(&m->theirs);
    free(m);
}

const char *key_map_ours(const struct key_map *m, const char *theirs)
{
    for (size_t i = 0; m && i < m->theirs.count; i++) {
        if (strcmp(m->theirs.at[i], theirs) == 0)
            return m->ours[i];
    }
    return NULL;
}

/* The object that holds the value and its key there: itself, or one within, along the dots. */
static const char *find(cJSON *object, const char *key, cJSON **holder)
{
    char part[256];

    for (*holder = object; *holder; key = strchr(key, '.') + 1) {
        if (cJSON_GetObjectItemCaseSensitive(*holder, key))
            return key;
        size_t len = strcspn(key, ".");
        if (!key[len] || len >= sizeof part)
            return NULL;
        memcpy(part, key, len);
        part[len] = '\0';
        *holder = cJSON_GetObjectItemCaseSensitive(*holder, part);
    }
    return NULL;
}

static bool is_empty(const cJSON *value)
{
    return cJSON_IsNull(value) ||
           (cJSON_IsString(value) && !value->valuestring[strspn(value->valuestring, " \t\r\n")]) ||
           (cJSON_IsArray(value) && !value->child);
}

/* Whether an earlier line gave that key of ours a value, which is the first in the object then. */
static bool is_given(const struct key_map *m, const bool *used, size_t line)
{
    for (size_t i = 0; i < line; i++) {
        if (used[i] && m->ours[i] == m->ours[line])
            return true;
    }
    return false;
}

bool key_map_apply(const struct key_map *m, cJSON *object)
{
    bool used[LINES_MAX] = {false};

    for (size_t i = 0; m && cJSON_IsObject(object) && i < m->theirs.count; i++) {
        cJSON *holder;
        const char *key = find(object, m->theirs.at[i], &holder);
        if (!key || is_given(m, used, i) || is_empty(cJSON_GetObjectItemCaseSensitive(holder, key)))
            continue;
        cJSON *value = cJSON_DetachItemFromObjectCaseSensitive(holder, key);
        cJSON_DeleteItemFromObjectCaseSensitive(object, m->ours[i]);
        if (!cJSON_AddItemToObject(object, m->ours[i], value)) {
            cJSON_Delete(value);
            return false;
        }
        used[i] = true;
    }
    return true;
}
