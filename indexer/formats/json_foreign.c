/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_foreign.c - values that others write in another way than we read them. */
#include "indexer/formats/json_foreign.h"

#include "archive/article.h"
#include "archive/buffer.h"
#include "indexer/formats/format.h"
#include "indexer/formats/markup_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static bool is_ours(const cJSON *item, const char *ours)
{
    const char *key = item->string ? article_key_named(item->string, false) : NULL;
    return key && strcmp(key, ours) == 0;
}

/* ---- MongoDB ------------------------------------------------------------- */

/* {"$oid": "..."}, {"$date": ...}, {"$numberLong": "..."}: what they hold; the item itself, if it is none of them. */
static const cJSON *unwrapped(const cJSON *item)
{
    static const char *const names[] = {"$oid", "$date", "$numberLong", "$numberInt", NULL};
    const cJSON *at = item;

    for (size_t i = 0; names[i]; i++) {
        const cJSON *held = cJSON_IsObject(at) ? cJSON_GetObjectItemCaseSensitive(at, names[i]) : NULL;
        at = held ? held : at;
    }
    return at;
}

bool json_foreign_unwrap(cJSON *object)
{
    for (cJSON *item = object->child, *next; item; item = next) {
        next = item->next;
        const cJSON *held = unwrapped(item);
        cJSON *copy = held == item ? NULL : cJSON_Duplicate(held, 1);
        if (held == item)
            continue;
        char *name = copy ? strdup(item->string) : NULL;
        bool good = name && cJSON_ReplaceItemViaPointer(object, item, copy);
        if (good) {
            cJSON_free(copy->string);
            copy->string = cJSON_malloc(strlen(name) + 1);
            good = copy->string != NULL;
            if (good)
                memcpy(copy->string, name, strlen(name) + 1);
        } else {
            cJSON_Delete(copy);
        }
        free(name);
        if (!good)
            return false;
    }
    return true;
}

/* ---- clocks -------------------------------------------------------------- */

/* Seconds or milliseconds since 1970, by which search engines and databases write dates: told from a year or 20191216
 * by their length, so that none before 1973 are read. */
static bool read_clock(cJSON *object, const char *ours)
{
    cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        bool clock = cJSON_IsNumber(item) || (cJSON_IsString(item) && strspn(item->valuestring, "0123456789") >= 9);
        if (!clock || !is_ours(item, ours))
            continue;
        char *end = NULL, text[32];
        double number = cJSON_IsNumber(item)   ? item->valuedouble
                        : cJSON_IsString(item) ? strtod(item->valuestring, &end)
                                               : 0;
        bool digits = !end || (!*end && !item->valuestring[strspn(item->valuestring, "0123456789")]);
        if (!digits || number < 1e8)
            continue;
        time_t seconds = (time_t)(number >= 1e11 ? number / 1000 : number);
        struct tm tm;
        if (number >= 1e14 || !gmtime_r(&seconds, &tm))
            continue;
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
        if (cJSON_IsString(item)) {
            if (!cJSON_SetValuestring(item, text))
                return false;
        } else {
            char *copy = cJSON_malloc(strlen(text) + 1);
            if (!copy)
                return false;
            memcpy(copy, text, strlen(text) + 1);
            item->type = cJSON_String;
            item->valuestring = copy;
        }
    }
    return true;
}

bool json_foreign_dates(cJSON *object)
{
    return read_clock(object, "date") && read_clock(object, "updated");
}

/* ---- tags ---------------------------------------------------------------- */

/* Lists of objects that name a tag otherwise: of the New York Times its value, of the Guardian its webTitle, whose
 * contributors are people. */
bool json_foreign_tags(cJSON *object)
{
    cJSON *list = cJSON_GetObjectItemCaseSensitive(object, "tags"), *names, *item;

    list = list ? list : cJSON_GetObjectItemCaseSensitive(object, "keywords");
    if (!cJSON_IsArray(list) || !cJSON_IsObject(list->child))
        return true;
    if (!cJSON_HasObjectItem(list->child, "value") && !cJSON_HasObjectItem(list->child, "webTitle"))
        return true;
    if (!(names = cJSON_CreateArray()))
        return false;
    cJSON_ArrayForEach(item, list)
    {
        const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "type"));
        const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "value"));
        name = name ? name : cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "webTitle"));
        if (!name || (type && strcmp(type, "contributor") == 0))
            continue;
        cJSON *text = cJSON_CreateString(name);
        if (!text || !cJSON_AddItemToArray(names, text)) {
            cJSON_Delete(text);
            cJSON_Delete(names);
            return false;
        }
    }
    cJSON_Delete(cJSON_DetachItemViaPointer(object, list));
    if (cJSON_AddItemToObject(object, "tags", names))
        return true;
    cJSON_Delete(names);
    return false;
}

/* ---- HTML ---------------------------------------------------------------- */

/* A text that opens with a tag which it closes, or that a key says is HTML: "5 < 6" is none, nor a word in brackets. */
static bool is_html(const char *text)
{
    static const char *const tags[] = {"p",   "div", "h1",   "h2",     "h3",  "article",    "section",  "figure",
                                       "ul",  "ol",  "b",    "strong", "em",  "i",          "a",        "span",
                                       "img", "br",  "html", "body",   "!--", "blockquote", "!DOCTYPE", NULL};
    text += strspn(text, " \t\r\n");
    if (*text != '<')
        return false;
    size_t n = strcspn(text + 1, " \t\r\n/>");
    if (strncmp(text + 1, "!--", 3) == 0)
        n = 3;
    for (size_t i = 0; tags[i]; i++) {
        if (strlen(tags[i]) == n && strncasecmp(text + 1, tags[i], n) == 0)
            return strchr(text + n, '>') != NULL;
    }
    return false;
}

/* One line of it for what is a line. */
static bool read_html(cJSON *object, const char *ours, bool surely)
{
    cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        if (!cJSON_IsString(item) || !(surely ? markup_is_html(item->valuestring) : is_html(item->valuestring)) ||
            !is_ours(item, ours))
            continue;
        const char *text = item->valuestring;
        struct buffer out = buffer_make(DOCUMENT_BYTES_MAX);
        bool good = true;
        if (markup_html_text(text, strlen(text), false, &out) && !out.failed)
            good = cJSON_SetValuestring(item, out.data ? out.data : "") != NULL;
        good = good && !out.failed;
        buffer_free(&out);
        if (!good)
            return false;
    }
    return true;
}

bool json_foreign_html(cJSON *object, bool surely)
{
    return read_html(object, "text", surely) && read_html(object, "title", surely) &&
           read_html(object, "summary", surely);
}
