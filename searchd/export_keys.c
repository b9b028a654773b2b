/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export_keys.c - keys of a file, and whether a header has one of them. */
#include "searchd/export_keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/scoped.h"

/* Zeros behind its end: all are compared in their whole length. */
struct key {
    char text[EXPORT_KEY_MAX];
};

struct export_keys {
    size_t count;
    struct key keys[EXPORT_KEYS_MAX];
};

static int add(struct export_keys *keys, const char *text, size_t len, struct error *err)
{
    if (keys->count == EXPORT_KEYS_MAX)
        return error_set(err, FAULT_INVALID, "there are more than %d keys; take out those that nobody uses",
                         EXPORT_KEYS_MAX);
    if (len < EXPORT_KEY_MIN || len > EXPORT_KEY_MAX)
        return error_set(err, FAULT_INVALID, "a key has %zu characters; give it %d to %d", len, EXPORT_KEY_MIN,
                         EXPORT_KEY_MAX);
    for (size_t i = 0; i < len; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return error_set(err, FAULT_INVALID, "a key holds white space or what is not ASCII; give it letters, "
                             "digits and signs");
    memcpy(keys->keys[keys->count++].text, text, len);
    return 0;
}

int export_keys_read(const char *path, struct export_keys **out, struct error *err)
{
    scoped(file) FILE *f = fopen(path, "re");
    if (!f)
        return error_errno(err, errno, "cannot read '%s'", path);
    scoped(char_ptr) struct export_keys *keys = calloc(1, sizeof *keys);
    if (!keys)
        return error_set(err, FAULT_MEMORY, "out of memory");
    scoped(char_ptr) char *line = NULL;
    size_t size = 0, number = 0;
    for (ssize_t len; (len = getline(&line, &size, f)) >= 0;) {
        number++;
        while (len > 0 && strchr("\r\n\t ", line[len - 1]))
            len--;
        if (len > 0 && line[0] != '#' && add(keys, line, (size_t)len, err))
            return error_prefix(err, "'%s' line %zu", path, number);
    }
    if (ferror(f))
        return error_errno(err, errno, "cannot read '%s'", path);
    if (keys->count == 0)
        return error_set(err, FAULT_INVALID, "'%s' has no key; write one a line, or leave the option out", path);
    *out = take(&keys);
    return 0;
}

void export_keys_free(struct export_keys *keys)
{
    free(keys);
}

bool export_keys_have(const struct export_keys *keys, const char *authorization)
{
    static const char scheme[] = "Bearer ";
    if (!authorization || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
        return false;
    const char *given = authorization + sizeof scheme - 1;
    given += strspn(given, " ");
    size_t len = strlen(given);
    struct key asked = {{0}};
    if (len < EXPORT_KEY_MIN || len > EXPORT_KEY_MAX)
        return false;
    memcpy(asked.text, given, len);
    unsigned found = 0;
    for (size_t k = 0; k < keys->count; k++) {
        unsigned char differs = 0;
        for (size_t i = 0; i < EXPORT_KEY_MAX; i++)
            differs |= (unsigned char)(keys->keys[k].text[i] ^ asked.text[i]);
        found |= differs == 0;
    }
    return found;
}
