/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_list.c - the list of articles within an object. */
#include "indexer/formats/json_list.h"

#include "archive/article.h"
#include "indexer/formats/json_shapes.h"

#include <stdbool.h>
#include <string.h>

enum { NAME_BYTES = 32, DEPTH_MAX = 3 /* objects and the list: {"response": {"docs": [ */ };

static const char *const lists[] = {"hits",    "docs",    "results",   "articles", "items", "data", "posts",
                                    "entries", "stories", "documents", "records",  "news",  "item", NULL};
static const char *const holders[] = {"hits", "response", "data", "result", "feed", NULL};

static bool is_any(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0)
            return true;
    }
    return false;
}

/* What articles have, and lists of people or files have not: "name" tells nothing. */
static bool is_body(const char *name)
{
    const char *key = strcmp(name, "name") == 0 ? NULL : article_key_named(name, false);
    return (key && (strcmp(key, "title") == 0 || strcmp(key, "text") == 0)) || json_shapes_body(name);
}

/* ---- in bytes ------------------------------------------------------------ */

static size_t past_space(const char *bytes, size_t len, size_t i)
{
    while (i < len && strchr(" \t\r\n", bytes[i]))
        i++;
    return i;
}

/* Past the string that begins at i; its text in name, "" where that is too long. */
static size_t past_string(const char *bytes, size_t len, size_t i, char name[NAME_BYTES])
{
    size_t n = 0;

    for (i++; i < len && bytes[i] != '"'; i++) {
        if (bytes[i] == '\\')
            i++;
        if (i < len && n < NAME_BYTES)
            name[n++] = bytes[i];
    }
    name[n < NAME_BYTES ? n : 0] = '\0';
    return i + 1;
}

/* Whether an object that begins at i has a key of an article among those that are seen. */
static bool is_article(const char *bytes, size_t len, size_t i)
{
    char name[NAME_BYTES];
    unsigned depth = 0;

    while (i < len) {
        if (bytes[i] == '"') {
            i = past_space(bytes, len, past_string(bytes, len, i, name));
            if (depth == 1 && i < len && bytes[i] == ':' && (is_body(name) || strcmp(name, "_source") == 0))
                return true;
            continue;
        }
        depth += bytes[i] == '{' || bytes[i] == '[';
        depth -= bytes[i] == '}' || bytes[i] == ']';
        i++;
        if (!depth)
            return false;
    }
    return false;
}

size_t json_list_ahead(const char *bytes, size_t len, unsigned *within)
{
    char name[NAME_BYTES];
    unsigned depth = 0, listed = 0; /* listed: how deep the way to the list goes */
    size_t i = past_space(bytes, len, 0);

    while (i < len) {
        char c = bytes[i];
        if (c == '}' || c == ']') {
            if (depth)
                depth--;
            if (!depth)
                return 0;
            listed = listed >= depth ? depth - 1 : listed;
            i++;
            continue;
        }
        if (c == '{' || c == '[') {
            depth++;
            i++;
        } else if (c == '"') {
            i = past_space(bytes, len, past_string(bytes, len, i, name));
            if (i >= len || bytes[i] != ':') /* a value */
                continue;
            i = past_space(bytes, len, i + 1);
            if (i >= len || (depth == listed + 1 && is_body(name)))
                return 0;
            if (depth != listed + 1 || depth >= DEPTH_MAX)
                continue;
            if (bytes[i] == '{' && is_any(name, holders)) {
                listed = depth;
            } else if (bytes[i] == '[' && is_any(name, lists)) {
                size_t first = past_space(bytes, len, i + 1);
                if (first < len && bytes[first] == '{' && is_article(bytes, len, first)) {
                    *within = depth + 1;
                    return i + 1;
                }
            }
        } else {
            i++;
        }
    }
    return 0;
}

/* ---- in an object -------------------------------------------------------- */

static bool is_list(const cJSON *list)
{
    if (!cJSON_IsArray(list) || !cJSON_IsObject(list->child))
        return false;
    for (const cJSON *item = list->child->child; item; item = item->next) {
        if (is_body(item->string) || strcmp(item->string, "_source") == 0 ||
            (strcmp(item->string, "item") == 0 && cJSON_IsObject(item))) /* the Associated Press's */
            return true;
    }
    return false;
}

static const cJSON *list_in(const cJSON *object)
{
    for (size_t i = 0; lists[i]; i++) {
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, lists[i]);
        if (is_list(list))
            return list;
    }
    return NULL;
}

/* An article may have a list of others in it; a list has no text, and JSON Feed's no more than a title. */
static bool has_text(const cJSON *object)
{
    for (const cJSON *item = object->child; item; item = item->next) {
        const char *key = article_key_named(item->string, false);
        if (cJSON_IsString(item) && ((key && strcmp(key, "text") == 0) || json_shapes_body(item->string)))
            return true;
    }
    return false;
}

static bool has_inner(const cJSON *object)
{
    const cJSON *item = object->child;
    while (item && !cJSON_IsObject(item) && !cJSON_IsObject(item->child))
        item = item->next;
    return item != NULL;
}

const cJSON *json_list_of(const cJSON *object)
{
    if (!cJSON_IsObject(object) || !has_inner(object) || has_text(object))
        return NULL;
    const cJSON *found = list_in(object);
    for (size_t i = 0; !found && holders[i]; i++) {
        const cJSON *holder = cJSON_GetObjectItemCaseSensitive(object, holders[i]);
        if (cJSON_IsObject(holder) && !has_text(holder))
            found = list_in(holder);
    }
    if (found)
        return found;
    /* The Guardian's answer for one address. */
    const cJSON *response = cJSON_GetObjectItemCaseSensitive(object, "response");
    const cJSON *one = cJSON_GetObjectItemCaseSensitive(response, "content");
    return cJSON_IsObject(one) ? one : NULL;
}
