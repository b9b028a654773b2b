/* SPDX-License-Identifier: GPL-2.0-or-later */
/* changes.c - what changed from one text to another, as a list of pieces. */
#include "searchd/changes.h"

#include <string.h>

#include "archive/json_put.h"
#include "archive/word_diff.h"

bool changes_put(cJSON *o, const char *name, const char *a, const char *b, struct arena *arena, bool *shortest,
                 struct error *err)
{
    static const char *const kinds[] = {"same", "removed", "added"};
    struct word_diff diff;
    a = a ? a : "";
    b = b ? b : "";
    cJSON *changes = json_put_list(o, name);
    if (!changes || word_diff(a, strlen(a), b, strlen(b), arena, &diff, err))
        return false;
    for (size_t i = 0; i < diff.count; i++) {
        cJSON *one = json_put_object(changes, NULL);
        if (!one || !json_put_string(one, "change", kinds[diff.at[i].kind]) ||
            !json_put_bytes(one, "text", diff.at[i].text, diff.at[i].len))
            return false;
    }
    *shortest = *shortest && diff.shortest;
    return true;
}
