/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_put.c - values put into a JSON tree one after the other. */
#include "archive/json_put.h"

#include "archive/text.h"

#include <stdlib.h>
#include <string.h>

bool json_put(cJSON *into, const char *name, cJSON *value)
{
    if (value && into && (name ? cJSON_AddItemToObjectCS(into, name, value) : cJSON_AddItemToArray(into, value)))
        return true;
    cJSON_Delete(value);
    return false;
}

cJSON *json_put_object(cJSON *into, const char *name)
{
    cJSON *object = cJSON_CreateObject();
    return json_put(into, name, object) ? object : NULL;
}

cJSON *json_put_list(cJSON *into, const char *name)
{
    cJSON *list = cJSON_CreateArray();
    return json_put(into, name, list) ? list : NULL;
}

bool json_put_bool(cJSON *into, const char *name, bool value)
{
    return json_put(into, name, cJSON_CreateBool(value));
}

bool json_put_number(cJSON *into, const char *name, double value)
{
    return json_put(into, name, cJSON_CreateNumber(value));
}

bool json_put_string(cJSON *into, const char *name, const char *text)
{
    return json_put(into, name, text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

bool json_put_text(cJSON *into, const char *name, struct record_text text)
{
    char *ended = text.data ? strndup(text.data, text.len) : NULL;
    if (!text.data || !ended)
        return !text.data && json_put_string(into, name, NULL);
    cJSON *value = cJSON_CreateStringReference(ended);
    if (!value) {
        free(ended);
        return false;
    }
    value->type = cJSON_String; /* no longer a reference: the tree frees the copy, the only one made */
    return json_put(into, name, value);
}

bool json_put_bytes(cJSON *into, const char *name, const char *bytes, size_t len)
{
    struct buffer clean = buffer_make(4 * len + 1); /* U+FFFD is 3 bytes for a bad one */
    bool ok = buffer_puts(&clean, "") && text_clean(bytes, len, &clean) && json_put_string(into, name, clean.data);
    buffer_free(&clean);
    return ok;
}

bool json_put_lines(cJSON *list, const char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!json_put_bytes(list, NULL, lines[i], strlen(lines[i])))
            return false;
    return true;
}
