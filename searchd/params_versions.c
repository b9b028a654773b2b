/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_versions.c - a raw query string as what /v1/articles/{id}/versions is asked. */
#include "searchd/params_versions.h"

#include "searchd/params_value.h"

static int warn(struct param_reading *r, struct versions_params *out)
{
    int shown = (int)(r->now.name_len > 80 ? 80 : r->now.name_len);
    if (out->warning_count == PARAMS_WARNINGS_MAX)
        return 0;
    const char *line = arena_printf(r->arena, "the unknown parameter '%.*s' was ignored", shown, r->now.name);
    if (!line)
        return param_no_memory(r);
    out->warnings[out->warning_count++] = line;
    return 0;
}

static int read_param(struct param_reading *r, struct versions_params *out)
{
    static const char hint[] = "Use the number of a version, as the list without a and b tells them.";
    if (param_equals(r->now.name, r->now.name_len, "a"))
        return param_number(r, 1, 999999999, hint, &out->a);
    if (param_equals(r->now.name, r->now.name_len, "b"))
        return param_number(r, 1, 999999999, hint, &out->b);
    return warn(r, out);
}

int params_versions(const char *query, size_t len, struct arena *arena, struct versions_params *out,
                    struct problem *problem)
{
    *out = (struct versions_params){0};
    struct param_reading r = {.arena = arena, .problem = problem};
    struct param *params = arena_alloc(arena, PARAMS_PAIRS_MAX * sizeof *params);
    out->warnings = arena_alloc(arena, PARAMS_WARNINGS_MAX * sizeof *out->warnings);
    if (!params || !out->warnings)
        return param_no_memory(&r);
    size_t count = 0;
    if (param_split(&r, query, len, params, &count))
        return -1;
    for (size_t i = 0; i < count; i++) {
        r.now = params[i];
        if (read_param(&r, out))
            return -1;
    }
    if (!out->a == !out->b)
        return 0;
    r.now = (struct param){.name = out->a ? "b" : "a", .value = ""};
    return param_refuse(&r, "version_missing", "There is one version, and two are compared", "",
                        "Give both a and b, or neither.");
}
