/* SPDX-License-Identifier: GPL-2.0-or-later */
/* weight.c - the memory that an article takes. */
#include "indexer/weight.h"

#include <string.h>

enum { FACTS = 1024 /* id, dates, url and the like, which are short */ };

static size_t weigh_text(const char *text)
{
    return text ? strlen(text) : 0;
}

static size_t weigh_list(const struct strings *list)
{
    size_t sum = 0;

    for (size_t i = 0; i < list->count; i++)
        sum += strlen(list->at[i]) + sizeof *list->at;
    return sum;
}

/* cJSON parses nothing deeper than CJSON_NESTING_LIMIT, so neither does this go deeper. */
static size_t weigh_json(const cJSON *object)
{
    size_t sum = 0;
    const cJSON *item;

    cJSON_ArrayForEach(item, object) sum +=
        sizeof *item + weigh_text(item->string) + weigh_text(item->valuestring) + weigh_json(item);
    return sum;
}

size_t article_weight(const struct article *a)
{
    return FACTS + weigh_text(a->text) + weigh_text(a->title) + weigh_text(a->summary) + weigh_list(&a->authors) +
           weigh_list(&a->tags) + weigh_json(a->extra);
}
