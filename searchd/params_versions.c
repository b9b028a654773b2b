/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_versions.c - a raw query string as what /v1/articles/{id}/versions is asked. */
#include "searchd/params_versions.h"

#include "searchd/params_value.h"

struct reading {
    struct param_reading value;
    struct versions_params *out;
};

static int read_param(void *ctx)
{
    static const char hint[] = "Use the number of a version, as the list without a and b tells them.";
    struct reading *r = ctx;
    const struct param *p = &r->value.now;
    if (param_equals(p->name, p->name_len, "a"))
        return param_number(&r->value, 1, 999999999, hint, &r->out->a);
    if (param_equals(p->name, p->name_len, "b"))
        return param_number(&r->value, 1, 999999999, hint, &r->out->b);
    return param_warn(&r->value, "parameter_unknown", "There is no such parameter", "the unknown parameter ",
                      "was ignored");
}

int params_versions(const char *query, size_t len, struct arena *arena, struct versions_params *out,
                    struct problem *problem)
{
    *out = (struct versions_params){0};
    struct reading r = {.value = {.arena = arena, .problem = problem}, .out = out};
    if (param_each(&r.value, query, len, read_param, &r))
        return -1;
    out->warnings = r.value.warnings;
    out->warning_count = r.value.warning_count;
    if (!out->a == !out->b)
        return 0;
    r.value.now = (struct param){.name = out->a ? "b" : "a", .value = ""};
    return param_refuse(&r.value, "version_missing", "There is one version, and two are compared", "",
                        "Give both a and b, or neither.");
}
