/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_rebuild.c - make the index anew from the stored articles alone. */
#include "archive/rebuild.h"
#include "indexer/command.h"
#include "indexer/event.h"
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>

static const char help[] =
    "usage: indexer [--archive DIR] rebuild [OPTIONS]\n"
    "\n"
    "Makes the index anew from the stored articles alone (DIR/text), as one run. The old\n"
    "index may be damaged or gone; searchd goes on answering from it until the new one\n"
    "is there. A stored record that is damaged is named and left out.\n"
    "\n"
    "  --jobs N           threads (all processors)\n"
    "  --wait SECONDS     how long to wait for another writer (5)\n"
    "  --json             one JSON object for each event\n"
    "\n"
    "exit: 0 done, 1 records were damaged (the rest is in) or it failed and nothing changed,\n"
    "2 wrong use, 75 another writer holds the archive\n";

static void reading(void *ctx, uint64_t bytes, uint64_t all, uint64_t records)
{
    report_progress(ctx, PHASE_READING, bytes, all, records);
}

static void indexing(void *ctx, size_t done, size_t all)
{
    report_progress(ctx, PHASE_INDEXING, done, all, done);
}

static void damage(void *ctx, const char *wrong)
{
    report_note(ctx, wrong);
}

static void tell(const struct rebuilt *made, bool json)
{
    if (json) {
        cJSON *object = event_new("finished");
        event_count(object, "articles", made->articles);
        event_count(object, "records", made->records);
        event_count(object, "damaged", made->damaged);
        event_emit(object);
        return;
    }
    printf("rebuilt: %" PRIu64 " articles of %" PRIu64 " stored records", made->articles, made->records);
    if (made->damaged)
        printf("; %" PRIu64 " damaged places are left out", made->damaged);
    putchar('\n');
}

int cmd_rebuild(const char *archive, int argc, char **argv)
{
    struct rebuilt made;
    struct error err = {0};
    struct build_settings settings;
    int code = build_settings_read("rebuild", help, argc, argv, &settings, NULL);

    if (code >= 0)
        return code;
    struct report *report = report_new(&(struct report_options){.json = settings.json});
    if (!report)
        return command_failed(&(struct error){FAULT_MEMORY, "no memory to begin"});
    const struct rebuild_options options = {
        .build = {settings.jobs, indexing, report}, .reading = reading, .damage = damage, .ctx = report};
    report_started(report, "rebuild", archive, NULL, 0);
    code = EXIT_DONE;
    if (archive_rebuild(archive, settings.wait_ms, &options, &made, &err) < 0)
        code = report_failed(report, &err);
    report_free(report);
    if (code != EXIT_DONE)
        return code;
    tell(&made, settings.json);
    return made.damaged ? EXIT_SOME_FAILED : EXIT_DONE;
}
