/* SPDX-License-Identifier: GPL-2.0-or-later */
/* changes.c - which fields two texts of one article differ in. */
#include "indexer/changes.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

static const char *const names[FIELDS] = {"title", "text", "date",    "updated", "source", "section",
                                          "url",   "lang", "summary", "authors", "tags",   "other"};
enum { TEXT_FIELD = 1, OTHER_FIELD = FIELDS - 1 };

const char *changes_name(unsigned field)
{
    return names[field];
}

static unsigned field_named(const char *key)
{
    for (unsigned i = 0; i < OTHER_FIELD; i++) {
        if (strcmp(key, names[i]) == 0)
            return i;
    }
    return OTHER_FIELD;
}

bool fields_of(const char *head, size_t head_len, const char *text, size_t text_len, struct fields *out)
{
    cJSON *facts = cJSON_ParseWithLength(head, head_len);
    bool whole = facts != NULL;
    cJSON *fact;

    memset(out, 0, sizeof *out);
    out->of[TEXT_FIELD] = XXH3_64bits(text, text_len);
    cJSON_ArrayForEach(fact, facts)
    {
        char *value = strcmp(fact->string, "id") == 0 ? NULL : cJSON_PrintUnformatted(fact);
        unsigned field = field_named(fact->string);
        if (value) /* of several in one field the sum, since the keys we do not know have no order */
            out->of[field] +=
                XXH3_64bits_withSeed(value, strlen(value), XXH3_64bits(fact->string, strlen(fact->string)));
        whole = whole && (value || strcmp(fact->string, "id") == 0);
        cJSON_free(value);
    }
    cJSON_Delete(facts);
    return whole;
}

unsigned changes_between(const struct fields *a, const struct fields *b)
{
    unsigned changed = 0;

    for (unsigned i = 0; i < FIELDS; i++)
        changed |= (unsigned)(a->of[i] != b->of[i]) << i;
    return changed;
}

const char *changes_text(unsigned changed, char out[CHANGES_TEXT_MAX])
{
    size_t len = 0;

    *out = '\0';
    for (unsigned i = 0; i < FIELDS; i++) {
        if (changed & 1u << i)
            len += (size_t)snprintf(out + len, CHANGES_TEXT_MAX - len, "%s%s", len ? ", " : "", names[i]);
    }
    return out;
}
