/* SPDX-License-Identifier: GPL-2.0-or-later */
/* groups.h - which of a shard's documents are in groups of copies (copies.h), as searches ask: quickly. */
#ifndef HUSTINGS_GROUPS_H
#define HUSTINGS_GROUPS_H

#include "archive/columns.h"

struct groups {
    uint64_t *bits; /* bit i: document i is in a group; NULL: none is */
    const struct column *column; /* of a run, borrowed */
    uint64_t *values;              /* else of the delta: what lies with each document */
};

/* Zero it at first. False: out of memory. */
bool groups_of_run(struct groups *g, const struct columns *columns);
/* Of the shard that is a database without columns. */
int groups_of_delta(struct groups *g, xap_reader *database, size_t shard, const struct shard_documents *documents,
                    struct error *err);
void groups_free(struct groups *g); /* g is empty and usable after */
/* What lies with a document whose bit is set. */
uint64_t groups_at(const struct groups *g, uint32_t document);

#endif
