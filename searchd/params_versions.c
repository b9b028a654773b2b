/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_versions.c - a raw query string as what /v1/articles/{id}/versions is asked. */
#include "searchd/params_versions.h"

#include "searchd/params_value.h"

static void store(void *ctx, enum param_key key, const struct param_value *v)
{
    struct versions_params *out = ctx;
    if (key == PARAM_A)
        out->a = v->number;
    else if (key == PARAM_B)
        out->b = v->number;
}

int params_versions(const char *query, size_t len, uint64_t takes, struct arena *arena, struct versions_params *out,
                    struct problem *problem)
{
    *out = (struct versions_params){0};
    struct param_reading r = {.arena = arena, .problem = problem, .takes = takes};
    if (param_each(&r, query, len, store, out))
        return -1;
    out->warnings = r.warnings;
    out->warning_count = r.warning_count;
    if (!out->a == !out->b)
        return 0;
    r.now = (struct param){.name = out->a ? "b" : "a", .value = ""};
    return param_refuse(&r, "version_missing", "There is one version, and two are compared", "",
                        "Give both a and b, or neither.");
}
