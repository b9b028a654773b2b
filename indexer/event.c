/* SPDX-License-Identifier: GPL-2.0-or-later */
/* event.c - what --json prints: one object a line. */
#include "indexer/event.h"

#include "archive/text.h"
#include "indexer/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 64 << 10 };

cJSON *event_new(const char *name)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "event", name);
    return object;
}

static void add_clean(cJSON *object, const char *key, const char *text, size_t len)
{
    struct buffer clean = buffer_make(TEXT_MAX);

    if (text_clean(text, len, &clean))
        cJSON_AddStringToObject(object, key, clean.data ? clean.data : "");
    buffer_free(&clean);
}

void event_text(cJSON *object, const char *key, const char *text)
{
    if (text)
        add_clean(object, key, text, strlen(text));
    else
        cJSON_AddNullToObject(object, key);
}

void event_number(cJSON *object, const char *key, double n)
{
    cJSON_AddNumberToObject(object, key, n);
}

void event_count(cJSON *object, const char *key, uint64_t n)
{
    cJSON_AddNumberToObject(object, key, (double)n);
}

void event_where(cJSON *object, const char *where)
{
    const char *colon = strrchr(where, ':');
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    bool line = digits && digits < 16 && !colon[1 + digits];

    event_text(object, "where", where);
    add_clean(object, "file", where, line ? (size_t)(colon - where) : strlen(where));
    if (line)
        event_number(object, "line", strtod(colon + 1, NULL));
    else
        cJSON_AddNullToObject(object, "line");
}

void event_emit(cJSON *object)
{
    print_json(object);
    fflush(stdout); /* whoever reads events acts on them now */
}
