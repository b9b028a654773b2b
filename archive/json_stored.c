/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_stored.c - cJSON does not say why it gave up: so what it gave up on is looked at again, without any memory. */
#include "archive/json_stored.h"

#include <stdbool.h>
#include <string.h>

struct text {
    const char *at, *end;
};

static char skip_blanks(struct text *t)
{
    while (t->at < t->end && (unsigned char)*t->at <= ' ')
        t->at++;
    return t->at < t->end ? *t->at : '\0';
}

static bool take(struct text *t, char c)
{
    if (skip_blanks(t) != c)
        return false;
    t->at++;
    return true;
}

static bool skip_string(struct text *t)
{
    if (!take(t, '"'))
        return false;
    for (; t->at < t->end && *t->at != '"'; t->at++)
        if (*t->at == '\\' && t->at + 1 < t->end)
            t->at++;
    return t->at++ < t->end;
}

static bool skip_word(struct text *t)
{
    size_t len = 0, left = (size_t)(t->end - t->at);

    while (len < left && strchr("+-.0123456789abcdefghijklmnopqrstuvwxyzE", t->at[len]) && t->at[len])
        len++;
    bool known = (len == 4 && (memcmp(t->at, "true", 4) == 0 || memcmp(t->at, "null", 4) == 0)) ||
                 (len == 5 && memcmp(t->at, "false", 5) == 0) ||
                 (len && (*t->at == '-' || (*t->at >= '0' && *t->at <= '9')));
    t->at += len;
    return known;
}

static bool skip_value(struct text *t, unsigned depth)
{
    char opens = skip_blanks(t), closes = opens == '{' ? '}' : ']';

    if (opens == '"')
        return skip_string(t);
    if (opens != '{' && opens != '[')
        return skip_word(t);
    if (depth == CJSON_NESTING_LIMIT)
        return false;
    t->at++;
    if (take(t, closes))
        return true;
    do {
        if (opens == '{' && !(skip_string(t) && take(t, ':')))
            return false;
        if (!skip_value(t, depth + 1))
            return false;
    } while (take(t, ','));
    return take(t, closes);
}

cJSON *json_stored(const char *text, size_t len, const char *what, struct error *err)
{
    struct text t = {text, text + len};
    cJSON *json = cJSON_ParseWithLength(text, len);

    if (!json && skip_value(&t, 0))
        error_set(err, FAULT_MEMORY, "no memory to read %s", what);
    else if (!json)
        error_set(err, FAULT_DAMAGED, "%s cannot be read", what);
    return json;
}
