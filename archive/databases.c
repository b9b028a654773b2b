/* SPDX-License-Identifier: GPL-2.0-or-later */
/* databases.c - what a generation names, opened. */
#include "archive/databases.h"

#include "archive/blocks.h"
#include "archive/columns.h"
#include "archive/docids.h"
#include "archive/forward.h"
#include "archive/names.h"
#include "archive/pairs.h"
#include "archive/shim_error.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

void databases_close(struct databases *d)
{
    xap_reader_close(d->xapian);
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++) {
        sealed_close(d->forwards[i]);
        sealed_close(d->blocks[i]);
        sealed_close(d->columns[i]);
        sealed_close(d->pairs[i]);
        sealed_close(d->names[i]);
        free(d->hidden[i]);
        groups_free(&d->groups[i]);
    }
    shard_documents_free(&d->delta);
    *d = (struct databases){0};
}

static void *open_beside(const char *dir, const struct sealed_kind *kind, struct error *err)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%.4000s/%s", dir, kind->file);
    return sealed_open(kind, path, false, err);
}

/* What a run has beside its database. */
static int open_run(struct databases *d, size_t i, const char *dir, struct error *err)
{
    if (!(d->forwards[i] = open_beside(dir, &forward_kind, err)) ||
        !(d->blocks[i] = open_beside(dir, &blocks_kind, err)) ||
        !(d->columns[i] = open_beside(dir, &columns_kind, err)) ||
        !(d->pairs[i] = open_beside(dir, &pairs_kind, err)) || !(d->names[i] = open_beside(dir, &names_kind, err)))
        return -1;
    size_t documents = forward_documents(d->forwards[i]);
    if (blocks_documents(d->blocks[i]) != documents || columns_documents(d->columns[i]) != documents ||
        pairs_documents(d->pairs[i]) != documents)
        return error_set(err, FAULT_DAMAGED,
                         "the files of '%s' are of different runs; 'indexer rebuild' makes them anew", dir);
    if (!groups_of_run(&d->groups[i], d->columns[i]))
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    d->shards[i] = (struct reader_shard){.forward = d->forwards[i],
                                         .blocks = d->blocks[i],
                                         .columns = d->columns[i],
                                         .pairs = d->pairs[i],
                                         .names = d->names[i],
                                         .documents = documents,
                                         .docids = forward_docids(d->forwards[i]),
                                         .lengths = blocks_lengths(d->blocks[i])};
    return 0;
}

int databases_open(struct databases *d, const char *dir, const struct generation *generation, struct error *err)
{
    char paths[SCHEMA_DATABASES_MAX][PATH_MAX];
    const char *list[SCHEMA_DATABASES_MAX];
    xap_error xerr;

    for (size_t i = 0; i < generation->database_count; i++) {
        snprintf(paths[i], PATH_MAX, "%.4000s/%.64s", dir, generation->databases[i]);
        list[i] = paths[i];
    }
    struct databases opened = {.count = generation->database_count};
    xap_status s = xap_reader_open(list, opened.count, &opened.xapian, &xerr);
    int rc = s == XAP_OK ? 0 : shim_open_error(err, s, &xerr, dir);
    for (size_t i = 0; rc == 0 && i + 1 < opened.count; i++)
        rc = open_run(&opened, i, paths[i], err);
    if (rc < 0) {
        databases_close(&opened);
        return -1;
    }
    databases_close(d);
    *d = opened;
    for (size_t i = 0; i + 1 < d->count; i++)
        d->shards[i].groups = &d->groups[i];
    return 0;
}

/* The delta's documents: a few thousand at most. */
static int read_delta(struct databases *d, struct error *err)
{
    struct shard_documents read;

    if (shard_documents_read(d->xapian, d->count - 1, &read, err) < 0)
        return -1;
    shard_documents_free(&d->delta);
    d->delta = read;
    d->shards[d->count - 1] = (struct reader_shard){
        .documents = read.count, .docids = read.docids, .lengths = read.lengths, .groups = &d->groups[d->count - 1]};
    return groups_of_delta(&d->groups[d->count - 1], d->xapian, d->count - 1, &d->delta, err);
}

/* docids: rising. How many of them the shard has, into *count. */
static int hide(struct databases *d, size_t i, const struct docids *docids, size_t *count, struct error *err)
{
    struct reader_shard *shard = &d->shards[i];
    size_t found = 0, at = 0;

    shard->hidden = NULL;
    free(d->hidden[i]);
    d->hidden[i] = NULL;
    if (docids->count && !(d->hidden[i] = calloc(shard->documents / 64 + 1, sizeof *d->hidden[i])))
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    for (size_t k = 0; k < docids->count; k++) {
        at = docids_seek(shard->docids, shard->documents, at, docids->at[k]);
        if (at < shard->documents && shard->docids[at] == docids->at[k]) {
            d->hidden[i][at / 64] |= UINT64_C(1) << at % 64;
            found++;
        }
    }
    shard->hidden = d->hidden[i];
    *count = found;
    return 0;
}

static int hide_of_run(struct databases *d, size_t shard, size_t *hidden, struct error *err)
{
    char uuid[37], key[64];
    uint64_t revision;
    xap_bytes bytes = {0};
    struct docids docids = {0};
    xap_error xerr;

    xap_status s = xap_reader_shard(d->xapian, shard, uuid, &revision, &xerr);
    if (s == XAP_OK) {
        int len = snprintf(key, sizeof key, DELTA_HIDDEN "%s", uuid);
        s = xap_reader_metadata(d->xapian, d->count - 1, (xap_text){key, (size_t)len}, &bytes, &xerr);
    }
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool read = docids_read(&docids, bytes.data, bytes.len);
    xap_bytes_free(&bytes);
    if (!read)
        return error_set(err, FAULT_DAMAGED, "the list of replaced articles is damaged");
    size_t found = 0;
    int rc = hide(d, shard, &docids, &found, err);
    if (rc == 0 && (s = xap_reader_hide(d->xapian, shard, docids.at, docids.count, &xerr)) != XAP_OK)
        rc = shim_error(err, s, &xerr);
    *hidden += found;
    docids_free(&docids);
    return rc;
}

int databases_refresh(struct databases *d, size_t *hidden, struct error *err)
{
    *hidden = 0;
    for (size_t i = 0; i + 1 < d->count; i++)
        if (hide_of_run(d, i, hidden, err) < 0)
            return -1;
    return read_delta(d, err);
}
