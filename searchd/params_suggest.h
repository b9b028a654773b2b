/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_suggest.h - a raw query string as what /v1/suggest is asked. */
#ifndef HUSTINGS_PARAMS_SUGGEST_H
#define HUSTINGS_PARAMS_SUGGEST_H

#include "archive/suggest.h"
#include "searchd/params.h"

struct suggest_params {
    const char *q; /* as typed; "" when there is none */
    size_t q_len;
    uint32_t limit;
    bool opensearch, strict;
    const char **warnings;
    size_t warning_count;
};

/* As params_parse. */
int params_suggest(const char *query, size_t len, uint64_t takes, struct arena *arena, struct suggest_params *out,
                   struct problem *problem);

#endif
