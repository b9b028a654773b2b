/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_shapes.c - what others call our keys, and where they keep them. */
#include "indexer/formats/json_shapes.h"

#include "archive/article.h"
#include "archive/key_alike.h"
#include "indexer/formats/json_foreign.h"

#include <stdio.h>
#include <string.h>

/* Of several for one key the first that has a value. */
static const struct shape {
    const char *path; /* keys within keys, with dots; its last part without regard to case, '_', '-' and ' ' */
    const char *ours;
} shapes[] = {
    {"guid.rendered", "id"},
    {"fields.headline", "title"},
    {"webTitle", "title"},
    {"headline.main", "title"},
    {"title.rendered", "title"},
    {"fields.body", "text"},
    {"fields.bodyText", "text"},
    {"content.rendered", "text"},
    {"content_html", "text"},
    {"content_text", "text"},
    {"maintext", "text"},
    {"body_text", "text"},
    {"full_text", "text"},
    {"article_text", "text"},
    {"body_html", "text"},
    {"article_body", "text"},
    {"lead_paragraph", "text"},
    {"webPublicationDate", "date"},
    {"date_gmt", "date"},
    {"pub_date", "date"},
    {"published_at", "date"},
    {"date_published", "date"},
    {"date_publish", "date"},
    {"publish_date", "date"},
    {"published_date", "date"},
    {"publication_date", "date"},
    {"published_on", "date"},
    {"fields.lastModified", "updated"},
    {"modified_gmt", "updated"},
    {"date_modified", "updated"},
    {"date_modify", "updated"},
    {"updated_at", "updated"},
    {"updated_date", "updated"},
    {"last_modified", "updated"},
    {"modified", "updated"},
    {"media_name", "source"},
    {"site_name", "source"},
    {"source_name", "source"},
    {"newspaper", "source"},
    {"outlet", "source"},
    {"fields.publication", "source"},
    {"source_domain", "source"},
    {"sectionName", "section"},
    {"section_name", "section"},
    {"webUrl", "url"},
    {"web_url", "url"},
    {"permalink", "url"},
    {"article_url", "url"},
    {"canonical_url", "url"},
    {"fields.byline", "authors"},
    {"byline.original", "authors"},
    {"author_name", "authors"},
    {"fields.standfirst", "summary"},
    {"fields.trailText", "summary"},
    {"excerpt.rendered", "summary"},
    {"abstract", "summary"},
    {"excerpt", "summary"},
    {"snippet", "summary"},
};
enum { SHAPES = sizeof shapes / sizeof *shapes, GIVEN_MAX = 64 };

bool json_shapes_body(const char *name)
{
    for (size_t i = 0; i < SHAPES; i++) {
        if ((strcmp(shapes[i].ours, "title") == 0 || strcmp(shapes[i].ours, "text") == 0) &&
            !strchr(shapes[i].path, '.') && key_is_alike(shapes[i].path, name))
            return true;
    }
    return false;
}

bool json_shapes_known(const char *name)
{
    for (size_t i = 0; i < SHAPES; i++) {
        if (!strchr(shapes[i].path, '.') && key_is_alike(shapes[i].path, name))
            return true;
    }
    return false;
}

/* ---- values -------------------------------------------------------------- */

/* Whether article_from_json makes something of it. */
static bool is_value(const cJSON *item)
{
    if (cJSON_IsObject(item))
        return cJSON_IsString(cJSON_GetObjectItemCaseSensitive(item, "name")) ||
               cJSON_IsString(cJSON_GetObjectItemCaseSensitive(item, "@id"));
    if (cJSON_IsArray(item))
        return item->child != NULL;
    return cJSON_IsNumber(item) || (cJSON_IsString(item) && item->valuestring[strspn(item->valuestring, " \t\r\n")]);
}

static bool is_ours(const cJSON *item, const char *ours)
{
    const char *key = item->string ? article_key_named(item->string, false) : NULL;
    return key && strcmp(key, ours) == 0;
}

static bool is_given(const cJSON *object, const char *ours)
{
    for (const cJSON *item = object->child; item; item = item->next) {
        if (is_ours(item, ours) && is_value(item))
            return true;
    }
    return false;
}

/* A key of ours whose value is none would stand before the one that takes its place, or be kept beside it. */
static void drop_empty(cJSON *object, const char *ours)
{
    for (cJSON *item = object->child, *next; item; item = next) {
        next = item->next;
        if (is_ours(item, ours) && !is_value(item))
            cJSON_Delete(cJSON_DetachItemViaPointer(object, item));
    }
}

static cJSON *child_alike(cJSON *object, const char *name)
{
    cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        if (item->string && key_is_alike(item->string, name))
            return item;
    }
    return NULL;
}

/* Takes a value out of the object; NULL: it has none there. */
static cJSON *take(cJSON *object, const char *path)
{
    const char *dot = strchr(path, '.');
    char part[32];
    cJSON *holder = object;

    if (dot) {
        snprintf(part, sizeof part, "%.*s", (int)(dot - path), path);
        holder = cJSON_GetObjectItemCaseSensitive(object, part);
    }
    cJSON *item = cJSON_IsObject(holder) ? child_alike(holder, dot ? dot + 1 : path) : NULL;
    if (!item || !is_value(item))
        return NULL;
    cJSON_DetachItemViaPointer(holder, item);
    if (dot && !holder->child)
        cJSON_Delete(cJSON_DetachItemViaPointer(object, holder));
    return item;
}

static bool put(cJSON *object, const char *key, cJSON *value)
{
    if (value && cJSON_AddItemToObject(object, key, value))
        return true;
    cJSON_Delete(value);
    return false;
}

/* WordPress and Guardian call what is UTC so, and write no Z. */
static bool mark_utc(cJSON *date)
{
    char text[40];

    if (!cJSON_IsString(date) || strlen(date->valuestring) != strlen("2019-12-16T23:10:00"))
        return true;
    snprintf(text, sizeof text, "%sZ", date->valuestring);
    return cJSON_SetValuestring(date, text) != NULL;
}

/* ---- all of it ------------------------------------------------------------ */

bool json_shapes_document(cJSON *object)
{
    cJSON *source = cJSON_GetObjectItemCaseSensitive(object, "_source");
    bool hit = cJSON_HasObjectItem(object, "_id") || cJSON_HasObjectItem(object, "_index");

    if (hit && !source) /* who asked for some fields alone */
        source = cJSON_GetObjectItemCaseSensitive(object, "fields");
    if (!hit)
        source = cJSON_GetObjectItemCaseSensitive(object, "item");
    if (!cJSON_IsObject(source) || is_given(object, "title") || is_given(object, "text"))
        return true;
    source = cJSON_DetachItemViaPointer(object, source);
    cJSON *id = is_given(source, "id") ? NULL : cJSON_DetachItemFromObjectCaseSensitive(object, "_id");
    bool good = !id || cJSON_AddItemToObject(source, "_id", id);
    if (!good)
        cJSON_Delete(id);
    cJSON *rest = object->child;
    object->child = source->child;
    source->child = rest;
    cJSON_Delete(source);
    return good;
}

/* Which of our keys have a value: looked for once, for most articles have no other keys at all. */
struct given {
    const char *keys[GIVEN_MAX];
    size_t count;
    bool others; /* there are keys that are not ours, or have no value */
};

static struct given given_in(const cJSON *object)
{
    struct given g = {0};

    for (const cJSON *item = object->child; item; item = item->next) {
        const char *key = item->string && is_value(item) ? article_key_named(item->string, false) : NULL;
        if (key && g.count < GIVEN_MAX)
            g.keys[g.count++] = key;
        g.others = g.others || !key;
    }
    return g;
}

static bool has(const struct given *g, const char *ours)
{
    for (size_t i = 0; i < g->count; i++) {
        if (strcmp(g->keys[i], ours) == 0)
            return true;
    }
    return false;
}

static bool move_all(cJSON *object)
{
    struct given g = given_in(object);

    for (size_t i = 0; g.others && i < SHAPES; i++) {
        const struct shape *s = &shapes[i];
        bool stronger = strcmp(s->path, "date_gmt") == 0; /* than one without a zone */
        bool utc = stronger || strcmp(s->path, "modified_gmt") == 0;
        bool given = has(&g, s->ours) && !stronger;
        /* The same text twice is not kept. */
        bool spare = given && strcmp(s->ours, "text") == 0 && strchr(s->path, '.');
        cJSON *value = given && !spare ? NULL : take(object, s->path);
        if (!value)
            continue;
        if (spare) {
            cJSON_Delete(value);
            continue;
        }
        drop_empty(object, s->ours);
        if (stronger)
            cJSON_DeleteItemFromObjectCaseSensitive(object, s->ours);
        if ((utc && !mark_utc(value)) || !put(object, s->ours, value))
            return false;
        if (g.count < GIVEN_MAX)
            g.keys[g.count++] = s->ours;
    }
    return true;
}

/* WordPress names its authors by number, and keeps their names elsewhere. */
static void drop_number(cJSON *object)
{
    cJSON *author = cJSON_GetObjectItemCaseSensitive(object, "author");
    if (cJSON_IsNumber(author))
        cJSON_Delete(cJSON_DetachItemViaPointer(object, author));
}

bool json_shapes_apply(cJSON *object)
{
    if (!cJSON_IsObject(object) || cJSON_HasObjectItem(object, "hustings") ||
        cJSON_HasObjectItem(object, "content_hash")) /* of our own export: as it stands */
        return true;
    bool html = cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(object, "title")) ||
                cJSON_HasObjectItem(object, "webTitle"); /* WordPress and Guardian */
    drop_number(object);
    return json_foreign_unwrap(object) && move_all(object) && json_foreign_tags(object) && json_foreign_dates(object) &&
           json_foreign_html(object, html);
}
