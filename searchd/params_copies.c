/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_copies.c - a raw query string as what /v1/articles/{id}/copies is asked. */
#include "searchd/params_copies.h"

#include <string.h>

#include "searchd/params_value.h"

struct reading {
    struct param_reading value;
    struct copies_params *out;
};

static int read_param(void *ctx)
{
    static const char *const switches[] = {"0", "1", "false", "true"};
    struct reading *r = ctx;
    const struct param *p = &r->value.now;
    unsigned word = 0;
    int failed = 0;
    bool strict = param_equals(p->name, p->name_len, "strict");
    if (strict || param_equals(p->name, p->name_len, "diff")) {
        failed = p->value_len ? param_word(&r->value, switches, 4, "Use 1 or 0.", &word) : 0;
        *(strict ? &r->value.strict : &r->out->diff) = word & 1;
        return failed;
    }
    if (param_equals(p->name, p->name_len, "with")) {
        if (strlen(p->value) != p->value_len)
            return param_refuse(&r->value, "id_invalid", "No id holds a NUL", "", NULL);
        r->out->with = p->value_len ? p->value : NULL;
        return 0;
    }
    return param_warn(&r->value, "parameter_unknown", "There is no such parameter", "the unknown parameter ",
                      "was ignored");
}

int params_copies(const char *query, size_t len, struct arena *arena, struct copies_params *out,
                  struct problem *problem)
{
    *out = (struct copies_params){0};
    struct reading r = {.value = {.arena = arena, .problem = problem}, .out = out};
    if (param_each(&r.value, query, len, read_param, &r))
        return -1;
    out->warnings = r.value.warnings;
    out->warning_count = r.value.warning_count;
    return 0;
}
