/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_versions.h - a raw query string as what /v1/articles/{id}/versions is asked. */
#ifndef HUSTINGS_PARAMS_VERSIONS_H
#define HUSTINGS_PARAMS_VERSIONS_H

#include "searchd/params.h"

struct versions_params {
    uint32_t a, b; /* the versions to compare; 0: none */
    const char **warnings;
    size_t warning_count;
};

/* As params_parse. */
int params_versions(const char *query, size_t len, uint64_t takes, struct arena *arena, struct versions_params *out,
                    struct problem *problem);

#endif
