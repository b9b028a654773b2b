/* SPDX-License-Identifier: GPL-2.0-or-later */
/* view.c - which of a shard's documents the archive had at a commit. */
#include "archive/view.h"

#include "archive/docids.h"
#include "archive/schema.h"
#include "archive/search_facets.h"
#include "archive/shim_error.h"

#include <stdlib.h>

static uint64_t commit_of(const struct columns *columns, size_t column, uint32_t document)
{
    xap_text value = column_value_of(columns_at(columns, column), document);

    return commit_get(value.data, value.len);
}

int view_retired(struct retired *out, const struct columns *columns, const uint32_t *docids, struct error *err)
{
    size_t documents = columns_documents(columns);

    if (columns_count(columns) <= COLUMN_RETIRED)
        return error_set(err, FAULT_DAMAGED, "a run does not say since when its articles are there");
    for (uint32_t i = 0; columns_at(columns, COLUMN_RETIRED)->values && i < documents; i++) {
        uint64_t commit = commit_of(columns, COLUMN_RETIRED, i);
        if (commit && !retired_add(out, docids[i], commit))
            return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    }
    return 0;
}

static bool take_added(void *ctx, size_t index, xap_text value)
{
    uint64_t *added = ctx;

    added[index] = commit_get(value.data, value.len);
    return true;
}

uint64_t view_commit(const struct columns *columns, uint32_t document)
{
    return commit_of(columns, COLUMN_ADDED, document);
}

int view_added(xap_reader *database, size_t shard, const struct reader_shard *of, uint64_t *added, struct error *err)
{
    xap_error xerr;

    for (uint32_t i = 0; i < of->documents; i++)
        added[i] = of->columns ? commit_of(of->columns, COLUMN_ADDED, i) : 0;
    if (of->columns)
        return 0;
    xap_status s =
        xap_shard_values(database, shard, SLOT_ADDED, of->docids, of->documents, take_added, added, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

size_t view_bits(const struct reader_shard *of, const struct retired *retired, const uint64_t *added, uint64_t commit,
                 uint64_t *bits)
{
    size_t at = 0, count = 0;

    for (size_t i = 0; i < retired->count; i++) {
        at = docids_seek(of->docids, of->documents, at, retired->at[i].docid);
        if (retired->at[i].commit <= commit && at < of->documents && of->docids[at] == retired->at[i].docid)
            bits[at / 64] |= UINT64_C(1) << at % 64;
    }
    for (size_t i = 0; commit != VIEW_NEWEST && i < of->documents; i++)
        if (added[i] > commit)
            bits[i / 64] |= UINT64_C(1) << i % 64;
    for (size_t w = 0; w < of->documents / 64 + 1; w++)
        count += (size_t)__builtin_popcountll(bits[w]);
    return count;
}
