/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fold.c - a new generation: what is pending and what the delta holds become a run.
 *
 * The new run takes in those runs that are much smaller than itself, and more when there are too many, so
 * that there are few of them and an article is indexed again only a few times in its life (the
 * size-tiered merging of O'Neil et al., "The log-structured merge-tree", 1996).
 * The new run, an empty delta with the lists of what is retired in the runs that stay, and then
 * the switch of the generation: readers see all of it or nothing. */
#include "archive/array_grow.h"
#include "archive/folder.h"
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/shard_documents.h"
#include "archive/segments.h"
#include "archive/writer.h"

#include <stdlib.h>
#include <string.h>

enum {
    RUNS_MAX = SCHEMA_DATABASES_MAX - 1,
    TAKE_IN_PART = 2 /* a run is taken in when what was gathered so far is this many times it, or there are too many */
};

struct items {
    struct build_item *at;
    size_t count, size;
};

/* What a fold makes and gives up, until it is switched to. */
struct folding {
    enum fold how;
    struct items items;
    struct part parts[SCHEMA_DATABASES_MAX]; /* what will be retired in them; the delta's last */
    bool taken[SCHEMA_DATABASES_MAX];
};

static void free_folding(struct folding *f)
{
    free(f->items.at);
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++)
        retired_free(&f->parts[i].since);
}

static int add_item(struct items *items, const struct build_item *item, struct error *err)
{
    if (!array_grow(&items->at, &items->size, items->count + 1, sizeof *items->at))
        return error_set(err, FAULT_MEMORY, "no memory for a list of %zu articles", items->count);
    items->at[items->count++] = *item;
    return 0;
}

static bool take_commit(void *ctx, size_t index, xap_text value)
{
    uint64_t *commits = ctx;

    commits[index] = commit_get(value.data, value.len);
    return true;
}

/* The documents of one database, and the commits that each says. */
struct documents {
    struct shard_documents found;
    uint64_t *added, *retired;
};

static void free_documents(struct documents *d)
{
    shard_documents_free(&d->found);
    free(d->added);
    free(d->retired);
}

static int read_documents(struct documents *d, xap_reader *r, struct error *err)
{
    if (shard_documents_read(r, 0, &d->found, err) < 0)
        return -1;
    d->added = calloc(d->found.count + 1, sizeof *d->added);
    d->retired = calloc(d->found.count + 1, sizeof *d->retired);
    if (!d->added || !d->retired)
        return error_set(err, FAULT_MEMORY, "no memory for a list of %zu articles", d->found.count);
    xap_error xerr;
    xap_status s =
        xap_shard_values(r, 0, SLOT_ADDED, d->found.docids, d->found.count, take_commit, d->added, &xerr);
    if (s == XAP_OK)
        s = xap_shard_values(r, 0, SLOT_RETIRED, d->found.docids, d->found.count, take_commit, d->retired, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

static int add_document(struct folding *f, xap_reader *r, const struct build_item *known, struct error *err)
{
    struct build_item item = *known;
    struct record record;
    xap_bytes data = {0};
    xap_error xerr;

    xap_status s = xap_reader_data(r, item.docid, &data, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool whole = record_read(data.data, data.len, &record);
    item.segment = record.segment;
    item.place = record.place;
    item.group = record.group;
    xap_bytes_free(&data);
    return whole ? add_item(&f->items, &item, err)
                 : error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
}

/* All documents of one database, which is part of the archive as it will be. */
static int add_documents(struct folding *f, xap_reader *r, const struct part *part, struct error *err)
{
    __attribute__((cleanup(free_documents))) struct documents d = {0};

    if (read_documents(&d, r, err) < 0)
        return -1;
    for (size_t i = 0; i < d.found.count; i++) {
        struct build_item item = {.docid = d.found.docids[i], .placed = true, .added = d.added[i],
                                  .retired = d.retired[i]};
        if (!item.retired)
            item.retired = retired_since(&part->since, item.docid);
        if (f->how == FOLD_FORGET && item.retired)
            continue;
        if (add_document(f, r, &item, err) < 0)
            return -1;
    }
    return 0;
}

static int gather_pending(struct folding *f, const struct writer *w, struct error *err)
{
    bool added = true;

    for (size_t i = 0; added && i <= w->run_count; i++) {
        memcpy(f->parts[i].uuid, w->parts[i].uuid, sizeof f->parts[i].uuid);
        added = retired_add_all(&f->parts[i].since, &w->parts[i].since);
    }
    for (size_t i = 0; added && i < w->pending.count; i++) {
        const struct pending_entry *entry = &w->pending.entries[i];
        struct build_item item = entry->item;
        item.added = w->commit + 1;
        if (entry->old.database >= 0)
            added = retired_add(&f->parts[entry->old.database].since, entry->old.docid, w->commit + 1);
        if (!entry->deleted && add_item(&f->items, &item, err) < 0)
            return -1;
    }
    for (size_t i = 0; i <= w->run_count; i++)
        retired_settle(&f->parts[i].since);
    return added ? 0 : error_set(err, FAULT_MEMORY, "no memory for the list of replaced articles");
}

static size_t documents_of(const struct writer *w, size_t run)
{
    return forward_documents(w->parts[run].forward);
}

/* The smallest run not taken yet; run_count when there is none. */
static size_t smallest(const struct folding *f, const struct writer *w)
{
    size_t best = w->run_count;

    for (size_t i = 0; i < w->run_count; i++)
        if (!f->taken[i] && (best == w->run_count || documents_of(w, i) < documents_of(w, best)))
            best = i;
    return best;
}

static int take_in_runs(struct folding *f, const struct writer *w, struct error *err)
{
    for (size_t kept = w->run_count; kept; kept--) {
        size_t i = smallest(f, w);
        bool has_room = kept < RUNS_MAX, large = documents_of(w, i) * TAKE_IN_PART > f->items.count;
        if (f->how == FOLD_SMALL && has_room && large)
            break;
        char path[PATH_MAX];
        const char *list[] = {path};
        xap_reader *r = NULL;
        xap_error xerr;
        writer_path(w, w->generation.databases[i], path);
        xap_status s = xap_reader_open(list, 1, &r, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        int rc = add_documents(f, r, &f->parts[i], err);
        xap_reader_close(r);
        if (rc < 0)
            return -1;
        f->taken[i] = true;
    }
    return 0;
}

/* The delta of the next generation: empty, but for what it knows of the runs that stay. */
static int make_delta(struct writer *w, const struct folding *f, const struct generation *next, struct error *err)
{
    struct part kept[SCHEMA_DATABASES_MAX];
    size_t count = 0;
    char path[PATH_MAX];
    xap_writer *delta = NULL;
    xap_error xerr;

    for (size_t i = 0; i < w->run_count; i++)
        if (!f->taken[i])
            kept[count++] = f->parts[i];
    writer_path(w, next->databases[next->database_count - 1], path);
    xap_status s = xap_writer_open(path, XAP_CREATE, &delta, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    int rc = delta_finish(w, delta, kept, count, err);
    if (rc == 0)
        delta_sum(w, next->databases[next->database_count - 1], delta);
    xap_writer_close(delta);
    return rc;
}

static int switch_to(struct writer *w, const struct generation *next, struct error *err)
{
    struct generation old = w->generation;
    char path[PATH_MAX];

    if (generation_write(w->dir, next, err) < 0)
        return -1;
    w->generation = *next;
    if (writer_open_databases(w, XAP_OPEN, err) < 0)
        return -1;
    for (size_t i = 0; i < old.database_count; i++) {
        bool kept = false;
        for (size_t k = 0; k < next->database_count; k++)
            kept = kept || strcmp(old.databases[i], next->databases[k]) == 0;
        struct error ignored; /* what stays behind is swept by the next writer */
        writer_path(w, old.databases[i], path);
        if (!kept)
            folder_remove(path, &ignored);
    }
    return 0;
}

static int make_generation(struct writer *w, struct folding *f, struct error *err)
{
    struct generation next = w->generation;
    struct docids taken[SCHEMA_DATABASES_MAX];
    size_t taken_count = writer_docids(w, f->taken, taken);

    next.number++;
    next.database_count = 0;
    for (size_t i = 0; i < w->run_count; i++)
        if (!f->taken[i])
            memcpy(next.databases[next.database_count++], w->generation.databases[i], GENERATION_NAME_MAX);
    if (f->items.count) {
        char *name = next.databases[next.database_count++];
        snprintf(name, GENERATION_NAME_MAX, "run-%06llu", (unsigned long long)next.number);
        if (build_run(w->dir, name, f->items.at, f->items.count, taken, taken_count, &w->boilerplate, &w->build,
                      err) < 0)
            return -1;
    }
    snprintf(next.databases[next.database_count++], GENERATION_NAME_MAX, "delta-%06llu",
             (unsigned long long)next.number);
    return make_delta(w, f, &next, err) < 0 ? -1 : switch_to(w, &next, err);
}

int fold_commit(struct writer *w, enum fold how, struct error *err)
{
    __attribute__((cleanup(free_folding))) struct folding f = {.how = how};

    if (gather_pending(&f, w, err) < 0 ||
        (w->delta && add_documents(&f, xap_writer_reader(w->delta), &f.parts[w->run_count], err) < 0) ||
        take_in_runs(&f, w, err) < 0)
        return -1;
    if (how == FOLD_FORGET)
        w->known = w->commit + 1;
    return make_generation(w, &f, err);
}
