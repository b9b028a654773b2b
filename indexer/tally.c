/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tally.c - what became of the articles of a run, as its last line. */
#include "indexer/tally.h"

#include "indexer/event.h"

#include <inttypes.h>
#include <stdio.h>

static double rate(const struct tally *t)
{
    uint64_t all = t->results[PUT_ADDED] + t->results[PUT_UPDATED] + t->results[PUT_UNCHANGED];

    return t->seconds > 0 ? (double)all / t->seconds : 0;
}

static void print_event(const struct tally *t, const char *name)
{
    cJSON *object = event_new(name);

    if (t->planned)
        cJSON_AddTrueToObject(object, "planned");
    if (t->files)
        event_count(object, "files", t->files);
    event_count(object, "added", t->results[PUT_ADDED]);
    event_count(object, "updated", t->results[PUT_UPDATED]);
    event_count(object, "unchanged", t->results[PUT_UNCHANGED]);
    if (t->results[PUT_LINE])
        event_count(object, "lines", t->results[PUT_LINE]);
    if (!t->planned)
        event_count(object, "copies", t->copies);
    event_count(object, "failed", t->failed);
    event_count(object, "warnings", t->warnings);
    cJSON *changed = t->planned ? cJSON_AddObjectToObject(object, "changed") : NULL;
    for (unsigned i = 0; i < FIELDS; i++) {
        if (t->changed[i])
            event_count(changed, changes_name(i), t->changed[i]);
    }
    event_number(object, "seconds", (double)(uint64_t)(t->seconds * 1000) / 1000);
    event_number(object, "articles_per_second", (double)(uint64_t)rate(t));
    event_emit(object);
}

static void print_line(const struct tally *t)
{
    const uint64_t *n = t->results;
    const char *before = "changed: ";

    for (unsigned i = 0; i < FIELDS; i++) {
        if (!t->changed[i])
            continue;
        printf("%s%s in %" PRIu64, before, changes_name(i), t->changed[i]);
        before = ", ";
    }
    if (*before == ',')
        putchar('\n');
    if (t->files)
        printf("%" PRIu64 " %s: ", t->files, t->files == 1 ? "file" : "files");
    printf("%sadded %" PRIu64 ", updated %" PRIu64 ", unchanged %" PRIu64,
           t->planned ? "nothing written; would be " : "", n[PUT_ADDED], n[PUT_UPDATED], n[PUT_UNCHANGED]);
    if (!t->planned)
        printf(", copies %" PRIu64, t->copies);
    printf(", failed %" PRIu64, t->failed);
    if (n[PUT_LINE])
        printf(", lines of boilerplate %" PRIu64, n[PUT_LINE]);
    if (t->warnings)
        printf(", warnings %" PRIu64, t->warnings);
    printf(", %.0f articles/s\n", rate(t));
    fflush(stdout);
}

void tally_print(const struct tally *t, bool json, const char *event)
{
    if (json)
        print_event(t, event);
    else
        print_line(t);
}
