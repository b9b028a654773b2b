/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_copies.c - a raw query string as what /v1/articles/{id}/copies is asked. */
#include "searchd/params_copies.h"

#include "searchd/params_value.h"

static void store(void *ctx, enum param_key key, const struct param_value *v)
{
    struct copies_params *out = ctx;
    if (key == PARAM_DIFF)
        out->diff = v->number;
    else if (key == PARAM_WITH)
        out->with = v->text;
}

int params_copies(const char *query, size_t len, uint64_t takes, struct arena *arena, struct copies_params *out,
                  struct problem *problem)
{
    *out = (struct copies_params){0};
    struct param_reading r = {.arena = arena, .problem = problem, .takes = takes};
    if (param_each(&r, query, len, store, out))
        return -1;
    out->warnings = r.warnings;
    out->warning_count = r.warning_count;
    return 0;
}
