/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facet_columns.c - one field's values in all of an archive. */
#include "archive/facet_columns.h"

static int take_shard(struct reader *r, size_t i, enum search_facet facet, struct facet_columns *c, struct error *err)
{
    const struct reader_shard *shard = reader_shard(r, i);

    if (shard->columns) {
        c->at[i] = columns_at(shard->columns, facet);
        return columns_count(shard->columns) > (size_t)facet
                   ? 0
                   : error_set(err, FAULT_DAMAGED,
                                "a run's " COLUMNS_FILE " lack one; 'indexer rebuild' makes them anew");
    }
    c->at[i] = &c->gathered[i].column;
    return column_gather(reader_xapian(r), i, shard->docids, shard->documents, &search_columns[facet], &c->gathered[i],
                         err);
}

int facet_columns_open(struct reader *r, enum search_facet facet, struct facet_columns *out, struct error *err)
{
    *out = (struct facet_columns){.shards = reader_shard_count(r)};
    for (size_t i = 0; i < out->shards; i++) {
        if (take_shard(r, i, facet, out, err) < 0) {
            facet_columns_close(out);
            return -1;
        }
    }
    return 0;
}

void facet_columns_close(struct facet_columns *c)
{
    for (size_t i = 0; i < c->shards; i++)
        column_gathered_free(&c->gathered[i]);
    c->shards = 0;
}
