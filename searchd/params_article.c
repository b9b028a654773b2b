/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_article.c - a raw query string as what /v1/articles/{id} is asked. */
#include "searchd/params_article.h"

#include <string.h>

#include "archive/permalink.h"
#include "searchd/params_value.h"

static void store(void *ctx, enum param_key key, const struct param_value *v)
{
    struct article_params *out = ctx;
    if (key == PARAM_HASH) {
        out->hash = v->text;
    } else if (key == PARAM_CITE_FORMAT) {
        out->cited = v->number > 0; /* json */
        out->format = v->number ? (enum cite_format)(v->number - 1) : CITE_BIBTEX;
    } else if (key == PARAM_MARK) {
        out->marked.q = v->text;
        out->marked.q_len = v->text_len;
    } else if (key == PARAM_MATCH) {
        out->marked.match = (enum query_match)v->number;
    } else if (key == PARAM_HIGHLIGHT) {
        out->highlight = (enum result_highlight)v->number;
    } else if (key == PARAM_IN) {
        out->marked.in = param_places[v->number];
    }
}

int params_article(const char *query, size_t len, uint64_t takes, struct arena *arena, struct article_params *out,
                   struct problem *problem)
{
    *out = (struct article_params){.hash = NULL};
    struct param_reading r = {.arena = arena, .problem = problem, .takes = takes};
    if (param_each(&r, query, len, store, out))
        return -1;
    out->strict = r.strict;
    size_t digits = out->hash ? strlen(out->hash) : PERMALINK_DIGITS_MIN;
    if (digits >= PERMALINK_DIGITS_MIN && (!out->hash || strspn(out->hash, "0123456789abcdefABCDEF") == digits))
        return 0;
    const struct parameter *p = parameter_of(PARAM_HASH);
    r.now = (struct param){.name = p->name, .value = out->hash, .value_len = digits};
    return param_refuse(&r, "hash_invalid", "The hash could not be read", "", p->hint);
}
