/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store_parts.c - the databases that a writer has open. */
#include "archive/forward.h"
#include "archive/view.h"
#include "archive/writer.h"

#include <stdio.h>
#include <stdlib.h>

static int open_beside(struct part *run, const char *dir, struct error *err)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%.4000s/" FORWARD_FILE, dir);
    run->forward = sealed_open(&forward_kind, path, false, err);
    if (!run->forward)
        return -1;
    snprintf(path, sizeof path, "%.4000s/" COLUMNS_FILE, dir);
    struct columns *columns = sealed_open(&columns_kind, path, false, err);
    if (!columns)
        return -1;
    int rc = columns_documents(columns) == forward_documents(run->forward)
                 ? view_retired(&run->said, columns, forward_docids(run->forward), err)
                 : error_set(err, FAULT_DAMAGED,
                             "the files of '%s' are of different runs; 'indexer rebuild' makes them anew", dir);
    sealed_close(columns);
    return rc;
}

static int open_runs(struct writer *w, struct error *err)
{
    char paths[SCHEMA_DATABASES_MAX][PATH_MAX];
    const char *list[SCHEMA_DATABASES_MAX];
    xap_error xerr;

    w->run_count = w->generation.database_count - 1;
    for (size_t i = 0; i < w->run_count; i++) {
        writer_path(w, w->generation.databases[i], paths[i]);
        list[i] = paths[i];
    }
    xap_status s = w->run_count ? xap_reader_open(list, w->run_count, &w->runs_read, &xerr) : XAP_OK;
    for (size_t i = 0; s == XAP_OK && i <= w->run_count; i++) {
        struct part *part = &w->parts[i];
        uint64_t revision;
        bool is_run = i < w->run_count;
        s = xap_reader_shard(is_run ? w->runs_read : xap_writer_reader(w->delta), is_run ? i : 0, part->uuid, &revision,
                             &xerr);
        if (s == XAP_OK && (delta_read_retired(w, part, err) < 0 || (is_run && open_beside(part, list[i], err) < 0)))
            return -1;
    }
    return s == XAP_OK ? 0 : shim_open_error(err, s, &xerr, w->dir);
}

void writer_close_databases(struct writer *w)
{
    xap_reader_close(w->runs_read);
    w->runs_read = NULL;
    xap_writer_close(w->delta);
    w->delta = NULL;
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++) {
        retired_free(&w->parts[i].said);
        retired_free(&w->parts[i].since);
        sealed_close(w->parts[i].forward);
        w->parts[i].forward = NULL;
    }
    w->run_count = 0;
    w->day_start = 0;
}

int writer_open_databases(struct writer *w, xap_open how, struct error *err)
{
    char path[PATH_MAX];
    xap_error xerr;

    writer_close_databases(w);
    if (!w->generation.database_count)
        return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: its file XAPIANDB names no database", w->dir);
    writer_path(w, w->generation.databases[w->generation.database_count - 1], path);
    xap_status s = xap_writer_open(path, how, &w->delta, &xerr);
    if (s != XAP_OK)
        return shim_open_error(err, s, &xerr, w->dir);
    return open_runs(w, err) < 0 ? -1 : writer_hide(w, err);
}

static int hide(xap_reader *r, size_t shard, const struct part *part, struct error *err)
{
    struct retired all = {0};
    xap_error xerr;

    uint32_t *docids = malloc((part->said.count + part->since.count + 1) * sizeof *docids);
    if (!docids || !retired_add_all(&all, &part->said) || !retired_add_all(&all, &part->since)) {
        retired_free(&all);
        free(docids);
        return error_set(err, FAULT_MEMORY, "no memory for the list of replaced articles");
    }
    retired_settle(&all);
    for (size_t i = 0; i < all.count; i++)
        docids[i] = all.at[i].docid;
    xap_status s = xap_reader_hide(r, shard, docids, all.count, &xerr);
    retired_free(&all);
    free(docids);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

int writer_hide(struct writer *w, struct error *err)
{
    for (size_t i = 0; i < w->run_count; i++)
        if (hide(w->runs_read, i, &w->parts[i], err) < 0)
            return -1;
    return hide(xap_writer_reader(w->delta), 0, &w->parts[w->run_count], err);
}

size_t writer_docids(const struct writer *w, const bool *left_out, struct docids lists[SCHEMA_DATABASES_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < w->run_count; i++)
        if (!left_out || !left_out[i])
            lists[count++] = (struct docids){forward_docids(w->parts[i].forward),
                                             forward_documents(w->parts[i].forward)};
    return count;
}
