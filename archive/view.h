/* SPDX-License-Identifier: GPL-2.0-or-later */
/* view.h - which of a shard's documents the archive had at a commit: those that were added by then and not retired
 * (retired.h). For databases.c and the writer. */
#ifndef HUSTINGS_VIEW_H
#define HUSTINGS_VIEW_H

#include "archive/columns.h"
#include "archive/reader.h"
#include "archive/retired.h"

#define VIEW_NEWEST UINT64_MAX

/* What a run's documents, by docids, say of being retired. */
int view_retired(struct retired *out, const struct columns *columns, const uint32_t *docids, struct error *err);
/* The commit of each document of a shard, into added: documents items. */
int view_added(xap_reader *database, size_t shard, const struct reader_shard *of, uint64_t *added, struct error *err);
/* The commit of one of a run's. */
uint64_t view_commit(const struct columns *columns, uint32_t document);
/* A bit for each document that was not there at the commit: of documents / 64 + 1 words, all zero; how many. added may
 * be NULL for VIEW_NEWEST. */
size_t view_bits(const struct reader_shard *of, const struct retired *retired, const uint64_t *added, uint64_t commit,
                 uint64_t *bits);

#endif
