/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_split.c - a raw query string as names and values. */
#include "searchd/params_value.h"

#include <string.h>

#include "searchd/url.h"

int param_split(struct param_reading *r, const char *query, size_t len, struct param *params, size_t *count)
{
    const char *end = query + len;
    for (const char *at = query; at && at < end;) {
        const char *amp = memchr(at, '&', (size_t)(end - at));
        const char *stop = amp ? amp : end;
        const char *equal = memchr(at, '=', (size_t)(stop - at));
        const char *name_end = equal ? equal : stop;
        const char *from = equal ? equal + 1 : stop;
        char *name = arena_alloc(r->arena, (size_t)(name_end - at) + 1);
        char *value = arena_alloc(r->arena, (size_t)(stop - from) + 1);
        if (!name || !value)
            return param_no_memory(r);
        struct param p = {.name = name, .value = value};
        p.name_len = url_decode(at, (size_t)(name_end - at), true, name);
        p.value_len = url_decode(from, (size_t)(stop - from), true, value);
        at = amp ? amp + 1 : NULL;
        if (p.name_len == 0)
            continue;
        r->now = p;
        if (*count == PARAMS_PAIRS_MAX)
            return param_refuse(r, "too_many_parameters", "There are too many parameters", "", "Give at most 128.");
        params[(*count)++] = p;
    }
    return 0;
}
