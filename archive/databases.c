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
#include "archive/view.h"

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
        retired_free(&d->said[i]);
        retired_free(&d->retired[i]);
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
    return view_retired(&d->said[i], d->columns[i], d->shards[i].docids, err);
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

int databases_whole(const struct databases *d, const char *dir, const struct generation *generation,
                    struct error *err)
{
    for (size_t i = 0; i + 1 < d->count; i++) {
        const struct {
            const void *object;
            const struct sealed_kind *kind;
        } files[] = {{d->forwards[i], &forward_kind}, {d->blocks[i], &blocks_kind}, {d->columns[i], &columns_kind},
                     {d->pairs[i], &pairs_kind},      {d->names[i], &names_kind}};
        for (size_t k = 0; k < sizeof files / sizeof *files; k++)
            if (sealed_is_lost(files[k].object))
                return error_set(err, FAULT_DAMAGED, "'%.300s/%s/%s' cannot be read", dir,
                                 generation->databases[i], files[k].kind->file);
    }
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

/* What a shard's documents and the delta say of those that are retired. */
static int read_retired(struct databases *d, size_t shard, struct error *err)
{
    char uuid[37], key[64];
    uint64_t revision;
    xap_bytes bytes = {0};
    struct retired since = {0}, *all = &d->retired[shard];
    xap_error xerr;

    xap_status s = xap_reader_shard(d->xapian, shard, uuid, &revision, &xerr);
    if (s == XAP_OK) {
        int len = snprintf(key, sizeof key, DELTA_HIDDEN "%s", uuid);
        s = xap_reader_metadata(d->xapian, d->count - 1, (xap_text){key, (size_t)len}, &bytes, &xerr);
    }
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool read = retired_read(&since, bytes.data, bytes.len);
    xap_bytes_free(&bytes);
    if (!read)
        return error_set(err, FAULT_DAMAGED, "the list of replaced articles is damaged");
    all->count = 0;
    bool added = retired_add_all(all, &d->said[shard]) && retired_add_all(all, &since);
    retired_free(&since);
    retired_settle(all);
    return added ? 0 : error_set(err, FAULT_MEMORY, "no memory to open an archive");
}

int databases_refresh(struct databases *d, struct error *err)
{
    for (size_t i = 0; i < d->count; i++)
        if (read_retired(d, i, err) < 0)
            return -1;
    return read_delta(d, err);
}

/* ---- the view -------------------------------------------------------- */

/* As bits for our matcher, as a list for libxapian's. */
static int hide(struct databases *d, size_t shard, const uint64_t *bits, size_t count, struct error *err)
{
    const struct reader_shard *of = &d->shards[shard];
    uint32_t *docids = malloc((count + 1) * sizeof *docids);
    size_t taken = 0;
    xap_error xerr;

    if (!docids)
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    for (size_t w = 0; count && w * 64 < of->documents; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            docids[taken++] = of->docids[w * 64 + (size_t)__builtin_ctzll(left)];
    xap_status s = xap_reader_hide(d->xapian, shard, docids, taken, &xerr);
    free(docids);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

static int view_shard(struct databases *d, size_t shard, uint64_t commit, uint32_t *articles, struct error *err)
{
    struct reader_shard *of = &d->shards[shard];
    bool older = commit != VIEW_NEWEST;
    uint64_t *added = older ? calloc(of->documents + 1, sizeof *added) : NULL;
    uint64_t *bits = calloc(of->documents / 64 + 1, sizeof *bits);
    int rc = (added || !older) && bits ? 0 : error_set(err, FAULT_MEMORY, "no memory to open an archive");

    if (rc == 0 && older)
        rc = view_added(d->xapian, shard, of, added, err);
    size_t count = rc == 0 ? view_bits(of, &d->retired[shard], added, commit, bits) : 0;
    if (rc == 0)
        rc = hide(d, shard, bits, count, err);
    free(added);
    if (rc < 0) {
        free(bits);
        return -1;
    }
    free(d->hidden[shard]);
    d->hidden[shard] = bits;
    of->hidden = count ? bits : NULL;
    *articles += (uint32_t)(of->documents - count);
    return 0;
}

int databases_view(struct databases *d, uint64_t commit, uint32_t *articles, struct error *err)
{
    *articles = 0;
    for (size_t i = 0; i < d->count; i++)
        if (view_shard(d, i, commit, articles, err) < 0)
            return -1;
    d->view = commit;
    return 0;
}

bool databases_is_live(const struct databases *d, size_t shard, uint32_t docid)
{
    return !retired_since(&d->retired[shard], docid);
}
