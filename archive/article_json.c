/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_json.c - articles from JSON objects with many names for one key, and back. */
#include "archive/article.h"
#include "archive/article_history.h"

#include "archive/buffer.h"
#include "archive/date.h"
#include "archive/key_alike.h"
#include "archive/schema.h"
#include "archive/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIELD_BYTES_MAX = 64 << 20, /* of one text; as long as the longest line a reader takes */
    LIST_DEPTH_MAX = 4          /* lists in lists of authors; no feed has more than two */
};

#define EXACT_BELOW 9007199254740992.0 /* 2^53: from here on a double skips whole numbers */

enum key {
    KEY_ID,
    KEY_TITLE,
    KEY_TEXT,
    KEY_DATE,
    KEY_UPDATED,
    KEY_SOURCE,
    KEY_SECTION,
    KEY_URL,
    KEY_LANG,
    KEY_SUMMARY,
    KEY_AUTHOR,
    KEY_TAGS,
    KEY_UNKNOWN
};

/* In the order of preference: where an object has two names of one key, the earlier wins. */
static const struct {
    const char *name;
    enum key key;
} names[] = {
    {"id", KEY_ID},
    {"_id", KEY_ID},
    {"guid", KEY_ID},
    {"title", KEY_TITLE},
    {"headline", KEY_TITLE},
    {"name", KEY_TITLE},
    {"text", KEY_TEXT},
    {"body", KEY_TEXT},
    {"content", KEY_TEXT},
    {"articleBody", KEY_TEXT},
    {"date", KEY_DATE},
    {"published", KEY_DATE},
    {"datePublished", KEY_DATE},
    {"published_at", KEY_DATE},
    {"pubDate", KEY_DATE},
    {"updated", KEY_UPDATED},
    {"dateModified", KEY_UPDATED},
    {"updated_at", KEY_UPDATED},
    {"source", KEY_SOURCE},
    {"publication", KEY_SOURCE},
    {"publisher", KEY_SOURCE},
    {"section", KEY_SECTION},
    {"category", KEY_SECTION},
    {"topic", KEY_SECTION},
    {"url", KEY_URL},
    {"link", KEY_URL},
    {"canonical", KEY_URL},
    {"lang", KEY_LANG},
    {"language", KEY_LANG},
    {"summary", KEY_SUMMARY},
    {"description", KEY_SUMMARY},
    {"standfirst", KEY_SUMMARY},
    {"authors", KEY_AUTHOR},
    {"author", KEY_AUTHOR},
    {"byline", KEY_AUTHOR},
    {"tags", KEY_TAGS},
    {"keywords", KEY_TAGS},
};
enum { NAMES = sizeof names / sizeof *names };

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "out of memory");
}

/* Clean and trimmed; *out stays NULL where nothing is left. */
static int clean(const char *text, char **out)
{
    struct buffer b = buffer_make(FIELD_BYTES_MAX);
    if (!text_clean(text, strlen(text), &b)) {
        buffer_free(&b);
        return -1;
    }
    size_t from = 0, to = b.len;
    while (from < to && strchr(" \t\n", b.data[from]))
        from++;
    while (to > from && strchr(" \t\n", b.data[to - 1]))
        to--;
    if (from < to && !(*out = strndup(b.data + from, to - from))) {
        buffer_free(&b);
        return -1;
    }
    buffer_free(&b);
    return 0;
}

/* A text, a number as text, or the "name" (JSON-LD, ninjs), else "@id", of an object. */
static int scalar(const cJSON *item, char **out)
{
    char number[40];
    if (cJSON_IsObject(item)) {
        const cJSON *name = cJSON_GetObjectItemCaseSensitive(item, "name");
        item = name ? name : cJSON_GetObjectItemCaseSensitive(item, "@id");
    }
    if (cJSON_IsString(item))
        return clean(item->valuestring, out);
    if (!cJSON_IsNumber(item))
        return 0;
    snprintf(number, sizeof number, "%.17g", item->valuedouble);
    return clean(number, out);
}

static int paragraphs(const cJSON *list, char **out)
{
    struct buffer b = buffer_make(FIELD_BYTES_MAX);
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            continue;
        if (b.len)
            buffer_puts(&b, "\n\n");
        buffer_puts(&b, item->valuestring);
    }
    int rc = b.failed ? -1 : b.len ? clean(b.data, out) : 0;
    buffer_free(&b);
    return rc;
}

/* The next piece of *at..end before separator, trimmed; *at is NULL behind the last. */
static bool next_part(const char **at, const char *end, const char *separator, const char **from, const char **to)
{
    if (!*at)
        return false;
    const char *cut = memmem(*at, (size_t)(end - *at), separator, strlen(separator));
    *from = *at;
    *to = cut ? cut : end;
    *at = cut ? cut + strlen(separator) : NULL;
    while (*from < *to && strchr(" \t\n", **from))
        (*from)++;
    while (*to > *from && strchr(" \t\n", (*to)[-1]))
        (*to)--;
    return true;
}

static int add_tags(struct strings *list, const char *text, const char *separator)
{
    const char *end = text + strlen(text), *from, *to;
    while (next_part(&text, end, separator, &from, &to)) {
        if (to > from && strings_add(list, from, (size_t)(to - from)))
            return -1;
    }
    return 0;
}

/* An author as stored is read here again, so that none may be left who would then be two, or lose a "By". */
int authors_add(struct strings *authors, const char *byline, size_t len)
{
    const char *end = byline + len, *some, *some_end, *from, *to;
    while (next_part(&byline, end, ";", &some, &some_end)) {
        while (next_part(&some, some_end, " and ", &from, &to)) {
            while (to - from >= 3 && (strncmp(from, "By ", 3) == 0 || strncmp(from, "by ", 3) == 0)) {
                from += 3;
                while (from < to && strchr(" \t\n", *from))
                    from++;
            }
            if (to > from && strings_add(authors, from, (size_t)(to - from)))
                return -1;
        }
    }
    return 0;
}

static int list_of(const cJSON *item, enum key key, int depth, struct strings *out)
{
    if (cJSON_IsArray(item)) {
        const cJSON *part;
        cJSON_ArrayForEach(part, item)
        {
            if (depth < LIST_DEPTH_MAX && list_of(part, key, depth + 1, out))
                return -1;
        }
        return 0;
    }
    char *text = NULL;
    if (scalar(item, &text))
        return -1;
    if (!text)
        return 0;
    int rc;
    if (key == KEY_AUTHOR)
        rc = authors_add(out, text, strlen(text));
    else if (depth == 0)
        rc = add_tags(out, text, strchr(text, ';') ? ";" : ","); /* <meta keywords> */
    else
        rc = strings_add(out, text, strlen(text)); /* within a list a comma is the tag's own */
    free(text);
    return rc;
}

static char *date_of(const char *text, enum date_order order, enum date_order *shown, const char **why)
{
    struct date d;
    char iso[32];
    if (!date_parse_ordered(text, strlen(text), order, &d, shown, why))
        return NULL;
    if (!schema_dates(&d)) {
        *why = "only dates from 1600 to 2199 can be ordered and found";
        return NULL;
    }
    date_format(&d, iso);
    char *out = strdup(iso);
    if (!out)
        *why = NULL;
    return out;
}

char *article_date_ordered(const char *numeric, enum date_order order, const char **why)
{
    return date_of(numeric, order, NULL, why);
}

static int set_date(const cJSON *item, char **out, char **numeric, char warning[256])
{
    char *text = NULL;
    enum date_order shown;
    const char *why = "is not text";
    if (scalar(item, &text))
        return -1;
    if (!text)
        return 0;
    *out = date_of(text, DATE_ORDER_UNKNOWN, &shown, &why);
    if (!*out && !why) {
        free(text);
        return -1;
    }
    if (!*out && shown != DATE_ORDER_EITHER && warning && !*warning)
        snprintf(warning, 256, "%s '%.100s' left out: %s", item->string, text, why);
    if (shown != DATE_ORDER_UNKNOWN && !*numeric)
        *numeric = text;
    else
        free(text);
    return 0;
}

static char **slot(struct article *a, enum key key)
{
    char **const slots[] = {&a->id,     &a->title,   &a->text, &a->date, &a->updated,
                            &a->source, &a->section, &a->url,  &a->lang, &a->summary};
    return key <= KEY_SUMMARY ? slots[key] : NULL;
}

static int set_key(struct article *a, enum key key, const cJSON *item, char warning[256])
{
    if (key == KEY_AUTHOR)
        return a->authors.count ? 0 : list_of(item, key, 0, &a->authors);
    if (key == KEY_TAGS)
        return a->tags.count ? 0 : list_of(item, key, 0, &a->tags);
    char **out = slot(a, key);
    if (*out)
        return 0;
    if (key == KEY_DATE || key == KEY_UPDATED)
        return set_date(item, out, key == KEY_DATE ? &a->numeric_date : &a->numeric_updated, warning);
    if (cJSON_IsArray(item))
        return key == KEY_TEXT ? paragraphs(item, out) : scalar(cJSON_GetArrayItem(item, 0), out);
    return scalar(item, out);
}

static bool is_utf8(const char *text)
{
    const char *end = text + strlen(text);
    for (const char *at = text, *from; at < end;) {
        from = at;
        if (text_next(&at, end) == 0xFFFD && at - from == 1)
            return false;
    }
    return true;
}

/* A known key cannot come of it: what is not UTF-8 gets a U+FFFD at least. */
static int mend_name(cJSON *item)
{
    if (!item->string || is_utf8(item->string))
        return 0;
    struct buffer b = buffer_make(FIELD_BYTES_MAX);
    char *name = NULL;
    if (text_clean(item->string, strlen(item->string), &b) && (name = cJSON_malloc(b.len + 1)))
        memcpy(name, b.data, b.len + 1);
    buffer_free(&b);
    if (!name)
        return -1;
    cJSON_free(item->string);
    item->string = name;
    return 0;
}

/* cJSON hands on any bytes, in names too, and what is kept goes out to clients as JSON. All else stays as given. */
static int mend_all(cJSON *item)
{
    cJSON *part;
    cJSON_ArrayForEach(part, item)
    {
        if (mend_name(part) || mend_all(part))
            return -1;
    }
    if (!cJSON_IsString(item) || is_utf8(item->valuestring))
        return 0;
    struct buffer b = buffer_make(FIELD_BYTES_MAX);
    bool good = text_clean(item->valuestring, strlen(item->valuestring), &b) &&
                cJSON_SetValuestring(item, b.data);
    buffer_free(&b);
    return good ? 0 : -1;
}

static int keep_unknown(struct article *a, const cJSON *item)
{
    cJSON *copy = cJSON_Duplicate(item, 1);
    if (!copy || mend_name(copy) || mend_all(copy)) {
        cJSON_Delete(copy);
        return -1;
    }
    if ((!a->extra && !(a->extra = cJSON_CreateObject())) || !cJSON_AddItemToObject(a->extra, copy->string, copy)) {
        cJSON_Delete(copy);
        return -1;
    }
    return 0;
}

static enum key key_of(const char *name)
{
    for (size_t i = 0; i < NAMES; i++) {
        if (strcmp(name, names[i].name) == 0)
            return names[i].key;
    }
    return KEY_UNKNOWN;
}

const char *article_key_named(const char *name, bool loosely)
{
    for (size_t i = 0; i < NAMES; i++) {
        if (loosely ? key_is_alike(name, names[i].name) : strcmp(name, names[i].name) == 0) {
            size_t first = i;
            while (first && names[first - 1].key == names[i].key)
                first--;
            return names[first].name;
        }
    }
    return NULL;
}

/* What we tell of an article beside its facts: no fact when it comes back. */
static bool is_derived(const cJSON *object, const char *name)
{
    /* Others' articles have one of their own. */
    if (strcmp(name, "version") == 0 || strcmp(name, "credit") == 0 || strcmp(name, "permalink") == 0)
        return cJSON_HasObjectItem(object, "content_hash");
    return strcmp(name, "content_hash") == 0 || strcmp(name, "date_precision") == 0 || strcmp(name, HISTORY_KEY) == 0;
}

static int read_keys(const cJSON *object, struct article *a, char warning[256])
{
    const cJSON *item;
    for (size_t i = 0; i < NAMES; i++) {
        item = cJSON_GetObjectItemCaseSensitive(object, names[i].name);
        if (item && set_key(a, names[i].key, item, warning))
            return -1;
    }
    if (article_history_read(object, a))
        return -1;
    cJSON_ArrayForEach(item, object)
    {
        if (item->string && key_of(item->string) == KEY_UNKNOWN && !is_derived(object, item->string) &&
            keep_unknown(a, item))
            return -1;
    }
    return 0;
}

/* Two ids past what a double tells apart would be one: the second article would replace the first. */
static bool has_vague_id(const cJSON *object)
{
    for (size_t i = 0; i < NAMES && names[i].key == KEY_ID; i++) {
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(object, names[i].name);
        if (cJSON_IsNumber(id) && !(id->valuedouble < EXACT_BELOW && id->valuedouble > -EXACT_BELOW))
            return true;
    }
    return false;
}

int article_facts_from_json(const cJSON *object, struct article *out, char warning[256], struct error *err)
{
    struct article a = {0};
    if (warning)
        *warning = '\0';
    if (!cJSON_IsObject(object))
        return error_set(err, FAULT_INVALID, "is not a JSON object");
    if (has_vague_id(object))
        return error_set(err, FAULT_INVALID, "its id is a number too large to be exact; write it as text, in quotes");
    if (read_keys(object, &a, warning)) {
        article_free(&a);
        return no_memory(err);
    }
    *out = a;
    return 0;
}

int article_from_json(const cJSON *object, struct article *out, char warning[256], struct error *err)
{
    struct article a;
    if (article_facts_from_json(object, &a, warning, err) < 0)
        return -1;
    if (!a.title && !a.text && !a.retracted) {
        article_free(&a);
        return error_set(err, FAULT_INVALID, "has neither title nor text");
    }
    *out = a;
    return 0;
}

static int put(cJSON *object, const char *name, const char *text)
{
    return text && !cJSON_AddStringToObject(object, name, text) ? -1 : 0;
}

static int put_list(cJSON *object, const char *name, const struct strings *list)
{
    if (!list->count)
        return 0;
    cJSON *array = cJSON_AddArrayToObject(object, name);
    for (size_t i = 0; array && i < list->count; i++) {
        cJSON *text = cJSON_CreateString(list->at[i]);
        if (!text || !cJSON_AddItemToArray(array, text)) {
            cJSON_Delete(text);
            return -1;
        }
    }
    return array ? 0 : -1;
}

static int put_extra(cJSON *object, const cJSON *extra)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, extra)
    {
        cJSON *copy = cJSON_Duplicate(item, 1);
        if (!copy || !cJSON_AddItemToObject(object, item->string, copy)) {
            cJSON_Delete(copy);
            return -1;
        }
    }
    return 0;
}

cJSON *article_to_json(const struct article *a, int with_text)
{
    cJSON *o = cJSON_CreateObject();
    if (o && !put(o, "id", a->id) && !put(o, "title", a->title) && !put(o, "date", a->date) &&
        !put(o, "updated", a->updated) && !put(o, "source", a->source) && !put(o, "section", a->section) &&
        !put_list(o, "authors", &a->authors) && !put_list(o, "tags", &a->tags) && !put(o, "url", a->url) &&
        !put(o, "lang", a->lang) && !put(o, "summary", a->summary) && !put(o, "text", with_text ? a->text : NULL) &&
        !put_extra(o, a->extra))
        return o;
    cJSON_Delete(o);
    return NULL;
}
