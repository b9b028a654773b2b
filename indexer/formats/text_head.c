/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text_head.c - the facts that stand above a plain text. */
#include "indexer/formats/text_head.h"

#include "archive/article.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { LINES_MAX = 60, KEY_BYTES_MAX = 32, VALUE_BYTES_MAX = 4000, KNOWN_MIN = 2 };

static const char *key_of(const char *name)
{
    static const char *const others[][2] = {{"subject", "title"},
                                            {"from", "authors"},
                                            {"by", "authors"},
                                            {"newspaper", "source"},
                                            {"load-date", "none"},
                                            {"to", "none"},
                                            {"publication date", "date"},
                                            {"publish date", "date"},
                                            {"id", "none"},
                                            {"text", "none"},
                                            {"body", "none"},
                                            {"name", "none"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcasecmp(name, others[i][0]) == 0)
            return strcmp(others[i][1], "none") == 0 ? NULL : others[i][1];
    }
    return article_key_named(name, true);
}

/* A key at the line's beginning, and where its value begins; NULL: the line has none. */
static const char *key_in(const char *at, const char *stop, char key[KEY_BYTES_MAX])
{
    const char *colon = memchr(at, ':', (size_t)(stop - at));
    size_t len = colon ? (size_t)(colon - at) : 0;

    if (!len || len >= KEY_BYTES_MAX || (colon + 1 < stop && colon[1] != ' ' && colon[1] != '\t'))
        return NULL;
    for (size_t i = 0; i < len; i++) {
        bool letter = (at[i] | 32) >= 'a' && (at[i] | 32) <= 'z';
        if (!letter && (!i || !strchr("-_ 0123456789", at[i])))
            return NULL;
        key[i] = at[i];
    }
    key[len] = '\0';
    return colon + 1;
}

/* Without quotation marks around it; of "Ann Poe <ann@v.example>" the name. */
static bool put(cJSON *facts, const char *key, const char *from, const char *to)
{
    char value[VALUE_BYTES_MAX];

    while (from < to && strchr(" \t", *from))
        from++;
    while (to > from && strchr(" \t", to[-1]))
        to--;
    if (to - from >= 2 && (*from == '"' || *from == '\'') && to[-1] == *from) {
        from++;
        to--;
    }
    const char *address = strcmp(key, "authors") == 0 ? memchr(from, '<', (size_t)(to - from)) : NULL;
    to = address && address > from ? address : to;
    if (from == to || to - from >= VALUE_BYTES_MAX || cJSON_HasObjectItem(facts, key))
        return true;
    snprintf(value, sizeof value, "%.*s", (int)(to - from), from);
    return cJSON_AddStringToObject(facts, key, value) != NULL;
}

cJSON *text_head_read(const char *at, const char *end, const char **rest)
{
    cJSON *facts = cJSON_CreateObject();
    char key[KEY_BYTES_MAX];
    unsigned known = 0, lines = 0;
    bool fenced = end - at >= 4 && memcmp(at, "---\n", 4) == 0, closed = false, good = facts != NULL;

    if (fenced)
        at += 4;
    else if (end - at >= 5 && memcmp(at, "From ", 5) == 0 && memchr(at, '\n', (size_t)(end - at))) /* mbox */
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    while (good && at < end && !closed && lines++ < LINES_MAX) {
        const char *stop = memchr(at, '\n', (size_t)(end - at)), *to = stop ? stop : end;
        const char *value = key_in(at, to, key), *ours = value ? key_of(key) : NULL;
        closed = fenced ? to - at == 3 && memcmp(at, "---", 3) == 0 : to == at;
        if (!closed && !value && !strchr(" \t-", *at)) /* what goes on a line above stands in from the margin */
            break;
        known += ours != NULL;
        good = !ours || put(facts, ours, value, to);
        at = stop ? stop + 1 : end;
    }
    if (good && closed && known >= KNOWN_MIN &&
        (cJSON_HasObjectItem(facts, "title") || cJSON_HasObjectItem(facts, "date"))) {
        *rest = at;
        return facts;
    }
    cJSON_Delete(facts);
    return NULL;
}
