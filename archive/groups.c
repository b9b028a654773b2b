/* SPDX-License-Identifier: GPL-2.0-or-later */
/* groups.c - which of a shard's documents are in groups of copies. */
#include "archive/groups.h"

#include "archive/copies.h"
#include "archive/search_facets.h"
#include "archive/shim_error.h"

#include <stdlib.h>

static bool set_bit(struct groups *g, size_t documents, size_t document)
{
    if (!g->bits && !(g->bits = calloc(documents / 64 + 1, sizeof *g->bits)))
        return false;
    g->bits[document / 64] |= UINT64_C(1) << document % 64;
    return true;
}

bool groups_of_run(struct groups *g, const struct columns *columns)
{
    const struct column *column = columns_count(columns) > COLUMN_GROUP ? columns_at(columns, COLUMN_GROUP) : NULL;

    groups_free(g);
    if (!column || !column->values || column->starts)
        return true;
    g->column = column;
    for (size_t i = 0; i < column->documents; i++)
        if (column_number(column, i) && !set_bit(g, column->documents, i))
            return false;
    return true;
}

struct taking {
    struct groups *groups;
    size_t documents;
};

static bool take_value(void *ctx, size_t index, xap_text value)
{
    struct taking *t = ctx;
    struct groups *g = t->groups;
    uint64_t group = copies_get_value(value.data, value.len);

    if (!group)
        return true;
    if (!g->values && !(g->values = calloc(t->documents + 1, sizeof *g->values)))
        return false;
    g->values[index] = group;
    return set_bit(g, t->documents, index);
}

int groups_of_delta(struct groups *g, xap_reader *database, size_t shard, const struct shard_documents *documents,
                    struct error *err)
{
    struct taking t = {g, documents->count};
    xap_error xerr;

    groups_free(g);
    xap_status s =
        xap_shard_values(database, shard, SLOT_GROUP, documents->docids, documents->count, take_value, &t, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

void groups_free(struct groups *g)
{
    free(g->bits);
    free(g->values);
    *g = (struct groups){0};
}

uint64_t groups_at(const struct groups *g, uint32_t document)
{
    if (g->values)
        return g->values[document];
    xap_text value = column_value_of(g->column, document);
    return copies_get_value(value.data, value.len);
}
