/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_each.c - the parameters of a query string, one after the other. */
#include "searchd/params_value.h"

#include <string.h>

#include "searchd/url.h"

static int split(struct param_reading *r, const char *query, size_t len, struct param *params, size_t *count)
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

static int read_one(struct param_reading *r, param_store *store, void *ctx)
{
    bool elsewhere;
    const struct parameter *p = parameter_find(r->now.name, r->now.name_len, r->takes, &elsewhere);
    if (!p && elsewhere)
        return param_warn(r, "parameter_meaningless", "The parameter means nothing here", "",
                          "means nothing here and was ignored");
    if (!p)
        return param_warn(r, "parameter_unknown", "There is no such parameter", "the unknown parameter ",
                          "was ignored");
    if (r->now.value_len == 0 && p->key == PARAM_AFTER) /* a client that lost its place: all anew would be wrong */
        return param_refuse(r, "value_invalid", "The article to go on behind is not named", "", p->hint);
    if (r->now.value_len == 0)
        return 0; /* an empty field of a form */
    if (r->given & PARAM_BIT(p->key) && p->kind != KIND_FILTER && p->key != PARAM_STRICT)
        return param_warn(r, "parameter_repeated", "The parameter is given twice", "the second ", "was ignored");
    r->given |= PARAM_BIT(p->key);
    struct param_value value;
    if (param_read(r, p, &value))
        return -1;
    if (p->key == PARAM_STRICT)
        r->strict = value.number;
    else if (p->kind != KIND_FILTER)
        store(ctx, p->key, &value);
    return 0;
}

int param_each(struct param_reading *r, const char *query, size_t len, param_store *store, void *ctx)
{
    static const char strict[] = "strict";
    struct param *params = arena_alloc(r->arena, PARAMS_PAIRS_MAX * sizeof *params);
    size_t count = 0;
    r->warnings = arena_alloc(r->arena, PARAMS_WARNINGS_MAX * sizeof *r->warnings);
    r->filters = arena_alloc(r->arena, PARAMS_FILTERS_MAX * sizeof *r->filters);
    if (!params || !r->warnings || !r->filters)
        return param_no_memory(r);
    if (split(r, query, len, params, &count))
        return -1;
    for (int first = 1; first >= 0; first--) {
        for (size_t i = 0; i < count; i++) {
            r->now = params[i];
            bool is_strict = r->now.name_len == strlen(strict) && memcmp(r->now.name, strict, strlen(strict)) == 0;
            if (is_strict == (bool)first && read_one(r, store, ctx))
                return -1;
        }
    }
    return 0;
}

int param_warn(struct param_reading *r, const char *code, const char *title, const char *before, const char *after)
{
    if (r->strict)
        return param_refuse(r, code, title, "", "Leave it out, or drop strict=1.");
    if (r->warning_count == PARAMS_WARNINGS_MAX)
        return 0;
    int shown = (int)(r->now.name_len > 80 ? 80 : r->now.name_len);
    const char *line = arena_printf(r->arena, "%s'%.*s' %s", before, shown, r->now.name, after);
    if (!line)
        return param_no_memory(r);
    r->warnings[r->warning_count++] = line;
    return 0;
}
