/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_suggest.c - a raw query string as what /v1/suggest is asked. */
#include "searchd/params_suggest.h"

#include "searchd/params_value.h"

static void store(void *ctx, enum param_key key, const struct param_value *v)
{
    struct suggest_params *out = ctx;
    if (key == PARAM_Q) {
        out->q = v->text;
        out->q_len = v->text_len;
    } else if (key == PARAM_LIMIT) {
        out->limit = v->number;
    } else if (key == PARAM_SUGGEST_FORMAT) {
        out->opensearch = v->number;
    }
}

int params_suggest(const char *query, size_t len, uint64_t takes, struct arena *arena, struct suggest_params *out,
                   struct problem *problem)
{
    *out = (struct suggest_params){.q = "", .limit = SUGGEST_COUNT};
    struct param_reading r = {.arena = arena, .problem = problem, .takes = takes};
    if (param_each(&r, query, len, store, out))
        return -1;
    out->strict = r.strict;
    out->warnings = r.warnings;
    out->warning_count = r.warning_count;
    return 0;
}
