/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_compact.c - make the index one run. */
#include "archive/store.h"
#include "indexer/census.h"
#include "indexer/command.h"
#include "indexer/report.h"

#include <stdio.h>

static const char help[] =
    "usage: indexer [--archive DIR] compact [OPTIONS]\n"
    "\n"
    "Builds the index anew as one compacted run, without what was replaced or deleted.\n"
    "searchd goes on answering throughout.\n"
    "\n"
    "  --jobs N           threads (all processors)\n"
    "  --wait SECONDS     how long to wait for another writer (5)\n"
    "\n"
    "exit: 0 done, 1 it failed and nothing changed, 2 wrong use, 75 another writer holds the archive\n";

static void indexing(void *ctx, size_t done, size_t all)
{
    report_progress(ctx, PHASE_INDEXING, done, all, done);
}

static int compact(const char *archive, struct writer *w, struct report *report, unsigned jobs, struct error *err)
{
    const struct build_options build = {.threads = jobs, .progress = indexing, .ctx = report};
    struct census_sizes before, after;
    bool done = false;

    writer_set_build(w, &build);
    if (census_sizes(archive, &before, err) < 0 || writer_compact(w, &done, err) < 0 ||
        census_sizes(archive, &after, err) < 0)
        return -1;
    report_end_progress(report);
    if (done)
        printf("compacted: the index took %.0f kB and takes %.0f kB\n", (double)(before.runs + before.delta) / 1e3,
               (double)(after.runs + after.delta) / 1e3);
    else
        puts("nothing to do: the index is one run already");
    return 0;
}

int cmd_compact(const char *archive, int argc, char **argv)
{
    static const struct report_options plain = {0};
    struct writer *w = NULL;
    struct error err = {0};
    struct build_settings settings;
    int code = build_settings_read("compact", help, argc, argv, &settings);

    if (code >= 0)
        return code;
    if (archive_must_exist(archive, &err) < 0 || writer_open(archive, "compact", settings.wait_ms, &w, &err) < 0)
        return command_failed(&err);
    struct report *report = report_new(&plain);
    int rc = report ? compact(archive, w, report, settings.jobs, &err)
                    : error_set(&err, FAULT_MEMORY, "no memory to begin");
    writer_close(w);
    report_free(report);
    return rc < 0 ? command_failed(&err) : EXIT_DONE;
}
