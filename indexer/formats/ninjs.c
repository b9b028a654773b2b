/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ninjs.c - news items in ninjs, brought to the keys of an article. */
#include "indexer/formats/ninjs.h"

#include "indexer/formats/format.h"
#include "indexer/formats/html_fragment.h"

#include <string.h>
#include <strings.h>

/* cJSON's look-up without regard to case, as 3.x writes versionCreated where 2.x has versioncreated. */
static const char *text_of(const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(object, key));
    return text && *text ? text : NULL;
}

static bool begins(const char *key, const char *with)
{
    return strncasecmp(key, with, strlen(with)) == 0;
}

bool ninjs_is(const cJSON *object)
{
    static const char *const own[] = {
        "headlines",      "bodies",         "descriptions",       "body_text",     "body_xhtml",      "pubstatus",
        "versioncreated", "firstcreated",   "infosource",         "infosources",   "renditions",      "associations",
        "rightsinfo",     "slugline",       "representationtype", "usageterms",    "copyrightholder", "ednote",
        "standard",       "contentcreated", "linkedrights",       "encodedrights", "$standard"};
    static const char *const types[] = {"text",    "audio",     "video",    "picture",
                                        "graphic", "composite", "planning", "event"};
    const char *type;

    if (!cJSON_IsObject(object) || !text_of(object, "uri"))
        return false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (cJSON_GetObjectItem(object, own[i]))
            return true;
    }
    type = text_of(object, "type");
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++) {
        if (strcmp(type, types[i]) == 0)
            return true;
    }
    return false;
}

const char *ninjs_withdrawn(const cJSON *object)
{
    const char *status = text_of(object, "pubstatus");

    if (status && (strcasecmp(status, "canceled") == 0 || strcasecmp(status, "cancelled") == 0))
        return "left out: its provider canceled it (pubstatus)";
    if (status && strcasecmp(status, "withheld") == 0)
        return "left out: its provider withholds it (pubstatus)";
    return NULL;
}

/* ---- one fact of many ways ----------------------------------------------- */

/* The value of a list's item in that role, else of its first; items may be texts, too. */
static const char *of_role(const cJSON *list, const char *role)
{
    const char *first = NULL;
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        const char *value = cJSON_IsString(item) ? item->valuestring : text_of(item, "value");
        const char *is = text_of(item, "role");
        if (value && is && strcasecmp(is, role) == 0)
            return value;
        first = first ? first : value;
    }
    return first;
}

/* The first text under a key that begins so. */
static const char *under(const cJSON *object, const char *beginning)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        if (item->string && begins(item->string, beginning) && cJSON_IsString(item) && *item->valuestring)
            return item->valuestring;
    }
    return NULL;
}

static const char *headline(const cJSON *object)
{
    const char *text = text_of(object, "headline");
    text = text ? text : of_role(cJSON_GetObjectItem(object, "headlines"), "main");
    text = text ? text : text_of(object, "headline_main");
    text = text ? text : under(object, "headline_");
    return text ? text : text_of(object, "title");
}

static const char *description(const cJSON *object)
{
    const char *text = text_of(object, "description_text");
    text = text ? text : of_role(cJSON_GetObjectItem(object, "descriptions"), "text");
    return text ? text : under(object, "description_");
}

static bool is_markup(const char *key, const char *text)
{
    return strcasestr(key, "html") || (*text == '<' && strchr(text, '>'));
}

/* Its paragraphs where a body is markup, which parts them; else the plain text. */
static bool body(const cJSON *object, struct buffer *out)
{
    const cJSON *item, *bodies = cJSON_GetObjectItem(object, "bodies");
    const char *plain = text_of(object, "body_text"), *marked = NULL;

    cJSON_ArrayForEach(item, bodies)
    {
        const char *value = text_of(item, "value"), *type = text_of(item, "contenttype"), *role = text_of(item, "role");
        bool markup = value && is_markup(type ? type : role ? role : "", value);
        if (markup && !marked)
            marked = value;
        else if (value && !markup && !plain)
            plain = value;
    }
    cJSON_ArrayForEach(item, object)
    {
        if (!item->string || !begins(item->string, "body_") || !cJSON_IsString(item) || !*item->valuestring)
            continue;
        bool markup = is_markup(item->string, item->valuestring);
        if (markup && !marked)
            marked = item->valuestring;
        else if (!markup && !plain)
            plain = item->valuestring;
    }
    if (marked)
        html_fragment_text(marked, strlen(marked), out);
    if (!out->len && !out->failed && plain)
        buffer_puts(out, plain);
    return !out->failed;
}

static const char *provider(const cJSON *object)
{
    static const char *const keys[] = {"provider", "infosources", "infosource", "source", "copyrightholder"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const cJSON *item = cJSON_GetObjectItem(object, keys[i]);
        if (cJSON_IsArray(item))
            item = cJSON_GetArrayItem(item, 0);
        const char *text = cJSON_IsObject(item) ? text_of(item, "name") : cJSON_GetStringValue(item);
        if (!text && cJSON_IsObject(item))
            text = text_of(item, "literal");
        if (text && *text)
            return text;
    }
    return NULL;
}

static cJSON *subjects(const cJSON *object)
{
    cJSON *names = cJSON_CreateArray();
    const cJSON *list = cJSON_GetObjectItem(object, "subjects"), *item;

    if (!list)
        list = cJSON_GetObjectItem(object, "subject");
    cJSON_ArrayForEach(item, list)
    {
        const char *name = cJSON_IsString(item) ? item->valuestring : text_of(item, "name");
        cJSON *text = name ? cJSON_CreateString(name) : NULL;
        if (text && !cJSON_AddItemToArray(names, text))
            cJSON_Delete(text);
    }
    return names;
}

/* ---- ours in place of theirs --------------------------------------------- */

static bool is_used(const char *key)
{
    static const char *const used[] = {"uri",      "title",  "name",     "headline",       "headlines",    "bodies",
                                       "by",       "byline", "author",   "authors",        "versioncreated",
                                       "subject",  "subjects", "tags",   "keywords",       "firstcreated", "language",
                                       "provider", "source", "infosource", "infosources",  "description_text",
                                       "descriptions", "published", "id", "text", "body", "date", "updated", "summary"};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        if (strcasecmp(key, used[i]) == 0)
            return true;
    }
    return begins(key, "body_") || begins(key, "headline_") || begins(key, "description_");
}

static bool set(cJSON *facts, const char *key, const char *text)
{
    return !text || cJSON_AddStringToObject(facts, key, text);
}

static bool keep_others(const cJSON *object, cJSON *facts)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        if (!item->string || is_used(item->string))
            continue;
        cJSON *copy = cJSON_Duplicate(item, 1);
        if (!copy || !cJSON_AddItemToObject(facts, item->string, copy)) {
            cJSON_Delete(copy);
            return false;
        }
    }
    return true;
}

static bool put_facts(const cJSON *object, cJSON *facts)
{
    const char *first = text_of(object, "published"), *version = text_of(object, "versioncreated");
    const char *by = text_of(object, "by"), *lead = description(object);
    struct buffer text = buffer_make(DOCUMENT_BYTES_MAX);

    first = first ? first : text_of(object, "firstcreated");
    bool good = body(object, &text);
    /* A picture's or an event's words are its description. */
    good = good && set(facts, "text", text.len ? text.data : lead) && set(facts, "summary", text.len ? lead : NULL);
    buffer_free(&text);
    good = good && set(facts, "id", text_of(object, "uri")) && set(facts, "title", headline(object)) &&
           set(facts, "date", first ? first : version) && set(facts, "updated", first ? version : NULL) &&
           set(facts, "source", provider(object)) && set(facts, "lang", text_of(object, "language")) &&
           set(facts, "authors", by ? by : text_of(object, "byline"));
    cJSON *tags = good ? subjects(object) : NULL;
    if (!tags || !cJSON_AddItemToObject(facts, "tags", tags)) {
        cJSON_Delete(tags);
        return false;
    }
    return keep_others(object, facts);
}

cJSON *ninjs_facts(const cJSON *object)
{
    cJSON *facts = cJSON_CreateObject();

    if (facts && put_facts(object, facts))
        return facts;
    cJSON_Delete(facts);
    return NULL;
}
