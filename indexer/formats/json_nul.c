/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_nul.c - JSON without NUL characters. */
#include "indexer/formats/json_nul.h"

#include <stdbool.h>
#include <string.h>

size_t json_drop_nul(char *json, size_t len)
{
    static const char escape[] = "\\u0000";
    size_t kept = 0;

    if (!memchr(json, '\0', len) && !memmem(json, len, escape, strlen(escape)))
        return len;
    for (size_t i = 0; i < len; i++) {
        if (!json[i])
            continue;
        if (json[i] == '\\' && len - i >= strlen(escape) && memcmp(json + i, escape, strlen(escape)) == 0) {
            i += strlen(escape) - 1;
            continue;
        }
        bool pair = json[i] == '\\' && i + 1 < len; /* an escaped backslash begins no other escape */
        json[kept++] = json[i];
        if (pair && json[i + 1])
            json[kept++] = json[++i];
    }
    json[kept] = '\0';
    return kept;
}
