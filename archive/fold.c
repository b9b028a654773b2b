/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fold.c - a new generation: what is pending and what the delta holds become a run.
 *
 * The new run takes in those runs that are much smaller than itself, and more when there are too many, so
 * that there are few of them and an article is indexed again only a few times in its life (the
 * size-tiered merging of O'Neil et al., "The log-structured merge-tree", 1996).
 * The new run, an empty delta with the hidden lists of the runs that stay, and then
 * the switch of the generation: readers see all of it or nothing. */
#include "archive/folder.h"
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/segments.h"
#include "archive/writer.h"

#include <stdlib.h>
#include <string.h>

enum {
    RUNS_MAX = SCHEMA_DATABASES_MAX - 1,
    TAKE_IN_PART = 2, /* a run is taken in when what was gathered so far is this many times it, or there are too many */
    DOCIDS_A_LOOK = 1024
};

struct items {
    struct build_item *at;
    size_t count, size;
};

/* What a fold makes and gives up, until it is switched to. */
struct fold {
    struct items items;
    struct run runs[SCHEMA_DATABASES_MAX]; /* as they will be hidden from */
    bool taken[SCHEMA_DATABASES_MAX];
    struct docids delta_gone;
};

static void free_fold(struct fold *f)
{
    free(f->items.at);
    docids_free(&f->delta_gone);
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++)
        docids_free(&f->runs[i].hidden);
}

static int add_item(struct items *items, const struct build_item *item, struct error *err)
{
    if (items->count == items->size) {
        size_t size = items->size ? items->size * 2 : 1024;
        struct build_item *moved = realloc(items->at, size * sizeof *moved);
        if (!moved)
            return error_set(err, FAULT_MEMORY, "no memory for a list of %zu articles", size);
        items->at = moved;
        items->size = size;
    }
    items->at[items->count++] = *item;
    return 0;
}

static int add_document(struct fold *f, xap_reader *r, uint32_t docid, struct error *err)
{
    struct record record;
    xap_bytes data = {0};
    xap_error xerr;

    xap_status s = xap_reader_data(r, docid, &data, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool whole = record_read(data.data, data.len, &record);
    struct build_item item = {.docid = docid, .segment = record.segment, .place = record.place,
                              .group = record.group};
    xap_bytes_free(&data);
    return whole ? add_item(&f->items, &item, err)
                 : error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
}

/* All documents of one database but those in gone. */
static int add_documents(struct fold *f, xap_reader *r, const struct docids *gone, struct error *err)
{
    uint32_t docids[DOCIDS_A_LOOK], from = 1;
    size_t count;

    do {
        xap_error xerr;
        xap_status s = xap_reader_docids(r, from, docids, DOCIDS_A_LOOK, &count, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        for (size_t i = 0; i < count; i++)
            if (!docids_has(gone, docids[i]) && add_document(f, r, docids[i], err) < 0)
                return -1;
        if (count)
            from = docids[count - 1] + 1;
    } while (count == DOCIDS_A_LOOK);
    return 0;
}

static int copy_docids(struct docids *to, const struct docids *from, struct error *err)
{
    for (size_t i = 0; i < from->count; i++)
        if (!docids_add(to, from->at[i]))
            return error_set(err, FAULT_MEMORY, "no memory for the list of replaced articles");
    return 0;
}

static int gather_pending(struct fold *f, const struct writer *w, struct error *err)
{
    for (size_t i = 0; i < w->run_count; i++) {
        f->runs[i].documents = w->runs[i].documents;
        memcpy(f->runs[i].uuid, w->runs[i].uuid, sizeof f->runs[i].uuid);
        if (copy_docids(&f->runs[i].hidden, &w->runs[i].hidden, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < w->pending.count; i++) {
        const struct pending_entry *entry = &w->pending.entries[i];
        struct docids *gone = entry->old.database < 0                    ? NULL
                              : (size_t)entry->old.database < w->run_count ? &f->runs[entry->old.database].hidden
                                                                           : &f->delta_gone;
        if (gone && !docids_add(gone, entry->old.docid))
            return error_set(err, FAULT_MEMORY, "no memory for the list of replaced articles");
        if (!entry->deleted && add_item(&f->items, &entry->item, err) < 0)
            return -1;
    }
    docids_settle(&f->delta_gone);
    for (size_t i = 0; i < w->run_count; i++)
        docids_settle(&f->runs[i].hidden);
    return 0;
}

static size_t live(const struct run *run)
{
    return run->documents - run->hidden.count;
}

/* The smallest run not taken yet; run_count when there is none. */
static size_t smallest(const struct fold *f, size_t run_count)
{
    size_t best = run_count;

    for (size_t i = 0; i < run_count; i++)
        if (!f->taken[i] && (best == run_count || live(&f->runs[i]) < live(&f->runs[best])))
            best = i;
    return best;
}

static int take_in_runs(struct fold *f, const struct writer *w, bool all, struct error *err)
{
    for (size_t kept = w->run_count; kept; kept--) {
        size_t i = smallest(f, w->run_count);
        bool has_room = kept < RUNS_MAX, large = live(&f->runs[i]) * TAKE_IN_PART > f->items.count;
        if (!all && has_room && large)
            break;
        char path[PATH_MAX];
        const char *list[] = {path};
        xap_reader *r = NULL;
        xap_error xerr;
        writer_path(w, w->generation.databases[i], path);
        xap_status s = xap_reader_open(list, 1, &r, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        int rc = add_documents(f, r, &f->runs[i].hidden, err);
        xap_reader_close(r);
        if (rc < 0)
            return -1;
        f->taken[i] = true;
    }
    return 0;
}

/* The delta of the next generation: empty, but for what it knows of the runs that stay. */
static int make_delta(struct writer *w, const struct fold *f, const struct generation *next, struct error *err)
{
    struct run kept[SCHEMA_DATABASES_MAX];
    size_t count = 0;
    char path[PATH_MAX];
    xap_writer *delta = NULL;
    xap_error xerr;

    for (size_t i = 0; i < w->run_count; i++)
        if (!f->taken[i])
            kept[count++] = f->runs[i];
    writer_path(w, next->databases[next->database_count - 1], path);
    xap_status s = xap_writer_open(path, XAP_CREATE, &delta, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    int rc = delta_finish(w, delta, kept, count, err);
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

static int make_generation(struct writer *w, struct fold *f, struct error *err)
{
    struct generation next = w->generation;

    next.number++;
    next.database_count = 0;
    for (size_t i = 0; i < w->run_count; i++)
        if (!f->taken[i])
            memcpy(next.databases[next.database_count++], w->generation.databases[i], GENERATION_NAME_MAX);
    if (f->items.count) {
        char *name = next.databases[next.database_count++];
        snprintf(name, GENERATION_NAME_MAX, "run-%06llu", (unsigned long long)next.number);
        if (build_run(w->dir, name, f->items.at, f->items.count, &w->boilerplate, &w->build, err) < 0)
            return -1;
    }
    snprintf(next.databases[next.database_count++], GENERATION_NAME_MAX, "delta-%06llu",
             (unsigned long long)next.number);
    return make_delta(w, f, &next, err) < 0 ? -1 : switch_to(w, &next, err);
}

int fold_commit(struct writer *w, bool all, struct error *err)
{
    __attribute__((cleanup(free_fold))) struct fold f = {0};

    if (gather_pending(&f, w, err) < 0 ||
        (w->delta && add_documents(&f, xap_writer_reader(w->delta), &f.delta_gone, err) < 0) ||
        take_in_runs(&f, w, all, err) < 0)
        return -1;
    return make_generation(w, &f, err);
}
