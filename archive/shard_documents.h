/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shard_documents.h - the documents of one database: each by its place in the order of docids, from 0. */
#ifndef HUSTINGS_SHARD_DOCUMENTS_H
#define HUSTINGS_SHARD_DOCUMENTS_H

#include "archive/error.h"
#include "shim/xapian_c.h"

struct shard_documents {
    uint32_t *docids;  /* as the database has them, rising */
    uint32_t *lengths; /* as document.h has them, or of a document without as Xapian has; behind the docids in one piece
                          of memory */
    size_t count;
};

int shard_documents_read(xap_reader *r, size_t shard, struct shard_documents *out, struct error *err);
void shard_documents_free(struct shard_documents *d); /* d is empty and usable after */

#endif
