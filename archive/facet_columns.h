/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facet_columns.h - one field's values in all of an archive: of runs as their files hold them, of the delta gathered.
 * For facet*.c and timeline*.c. */
#ifndef HUSTINGS_FACET_COLUMNS_H
#define HUSTINGS_FACET_COLUMNS_H

#include "archive/column_gather.h"
#include "archive/reader.h"
#include "archive/schema.h"
#include "archive/search_facets.h"

struct facet_columns {
    size_t shards;
    const struct column *at[SCHEMA_DATABASES_MAX]; /* by shard, as reader_shard counts its documents */
    struct column_gathered gathered[SCHEMA_DATABASES_MAX];
};

int facet_columns_open(struct reader *r, enum search_facet facet, struct facet_columns *out, struct error *err);
void facet_columns_close(struct facet_columns *c); /* c may be {0} */

#endif
