/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_copies.h - a raw query string as what /v1/articles/{id}/copies is asked. */
#ifndef HUSTINGS_PARAMS_COPIES_H
#define HUSTINGS_PARAMS_COPIES_H

#include "searchd/params.h"

struct copies_params {
    bool diff;        /* word by word */
    const char *with; /* only the copy of this id, word by word; NULL: all */
    const char **warnings;
    size_t warning_count;
};

/* As params_parse. */
int params_copies(const char *query, size_t len, uint64_t takes, struct arena *arena, struct copies_params *out,
                  struct problem *problem);

#endif
