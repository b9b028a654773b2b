/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_compact.c - make the index one run. */
#include "archive/store.h"
#include "indexer/census.h"
#include "indexer/command.h"
#include "indexer/event.h"
#include "indexer/report.h"

#include <stdio.h>

static const char help[] =
    "usage: indexer [--archive DIR] compact [OPTIONS]\n"
    "\n"
    "Builds the index anew as one compacted run. What was replaced or deleted stays in it, so that older\n"
    "snapshots can still be asked (snapshot=ID); --forget leaves that out, and with it those snapshots.\n"
    "searchd goes on answering throughout.\n"
    "\n"
    "  --forget           keep only what is there now\n"
    "  --jobs N           threads (all processors)\n"
    "  --wait SECONDS     how long to wait for another writer (5)\n"
    "  --json             one JSON object for each event\n"
    "\n"
    "exit: 0 done, 1 it failed and nothing changed, 2 wrong use, 75 another writer holds the archive\n";

static void indexing(void *ctx, size_t done, size_t all)
{
    report_progress(ctx, PHASE_INDEXING, done, all, done);
}

static uint64_t index_bytes(const struct census_sizes *s)
{
    return s->runs + s->delta;
}

static void tell(bool done, const struct census_sizes *before, const struct census_sizes *after, bool json)
{
    if (json) {
        cJSON *object = event_new("finished");
        event_count(object, "index_bytes_before", index_bytes(before));
        event_count(object, "index_bytes", index_bytes(after));
        event_emit(object);
    } else if (done) {
        printf("compacted: the index took %.0f kB and takes %.0f kB\n", (double)index_bytes(before) / 1e3,
               (double)index_bytes(after) / 1e3);
    } else {
        puts("nothing to do: the index is one run already");
    }
}

static int compact(const char *archive, const struct build_settings *settings, bool forget, struct report *report,
                   struct error *err)
{
    const struct build_options build = {.threads = settings->jobs, .progress = indexing, .ctx = report};
    struct census_sizes before, after;
    struct writer *w = NULL;
    bool done = false;

    if (archive_must_exist(archive, err) < 0 || writer_open(archive, "compact", settings->wait_ms, &w, err) < 0)
        return -1;
    writer_set_build(w, &build);
    int rc = census_sizes(archive, &before, err) < 0 || writer_compact(w, forget, &done, err) < 0 ||
                     census_sizes(archive, &after, err) < 0
                 ? -1
                 : 0;
    writer_close(w);
    report_end_progress(report);
    if (rc == 0)
        tell(done, &before, &after, settings->json);
    return rc;
}

int cmd_compact(const char *archive, int argc, char **argv)
{
    struct error err = {0};
    struct build_settings settings;
    bool forget = false;
    int code = build_settings_read("compact", help, argc, argv, &settings, &forget);

    if (code >= 0)
        return code;
    struct report *report = report_new(&(struct report_options){.json = settings.json});
    if (!report)
        return command_failed(&(struct error){FAULT_MEMORY, "no memory to begin"});
    report_started(report, "compact", archive, NULL, 0);
    code = compact(archive, &settings, forget, report, &err) < 0 ? report_failed(report, &err) : EXIT_DONE;
    report_free(report);
    return code;
}
