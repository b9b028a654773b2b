/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.c - all that a run says: for a person at a terminal, for a pipe, or as JSON events. */
#include "indexer/report.h"

#include "indexer/command.h"
#include "indexer/event.h"
#include "indexer/progress.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double redraw_every = 0.1, line_every = 5; /* seconds */

struct report {
    struct report_options options;
    pthread_mutex_t lock;
    bool redraws; /* one progress line, drawn again and again */
    bool drawn;   /* it stands on the terminal now */
    enum report_phase phase;
    double begun, phase_begun, shown;
    uint64_t failures, warnings, committed;
    char *last;         /* what was said last of an input, as where, a tab, reason; or NULL */
    uint64_t last_more; /* how often again since: a million values of one line say the same */
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct report *report_new(const struct report_options *options)
{
    struct report *r = calloc(1, sizeof *r);

    if (!r)
        return NULL;
    r->options = *options;
    pthread_mutex_init(&r->lock, NULL);
    r->redraws = !options->json && terminal_redraws(stderr);
    r->begun = r->phase_begun = r->shown = now();
    return r;
}

static void clear(struct report *r)
{
    if (r->drawn)
        fputs("\r\033[K", stderr);
    r->drawn = false;
}

/* where NULL: of the run itself. */
static void say(const struct report *r, const char *kind, const char *where, const char *reason)
{
    if (r->options.json) {
        cJSON *object = event_new(kind);
        if (where)
            event_where(object, where);
        event_text(object, "reason", reason);
        event_emit(object);
        return;
    }
    if (!where)
        where = "indexer";
    print_clean(stderr, where, strlen(where));
    fputs(strcmp(kind, "warning") == 0 ? ": warning: " : ": ", stderr);
    print_clean(stderr, reason, strlen(reason));
    fputc('\n', stderr);
}

/* Says how often what was said last was to be said again, and forgets it. */
static void end_repeats(struct report *r)
{
    char text[64];
    char *tab = r->last ? strchr(r->last, '\t') : NULL;

    if (tab && r->last_more) {
        *tab = '\0';
        snprintf(text, sizeof text, "the same %" PRIu64 " times more", r->last_more);
        clear(r);
        say(r, "note", r->last, text);
    }
    free(r->last);
    r->last = NULL;
    r->last_more = 0;
}

static bool is_repeated(const struct report *r, const char *where, const char *reason)
{
    size_t len = strlen(where);

    return r->last && strncmp(r->last, where, len) == 0 && r->last[len] == '\t' &&
           strcmp(r->last + len + 1, reason) == 0;
}

static void remark(struct report *r, const char *kind, const char *where, const char *reason)
{
    if (where && is_repeated(r, where, reason)) {
        r->last_more++;
        return;
    }
    end_repeats(r);
    clear(r);
    say(r, kind, where, reason);
    if (where && !strchr(where, '\t') && asprintf(&r->last, "%s\t%s", where, reason) < 0)
        r->last = NULL;
}

void report_free(struct report *r)
{
    if (!r)
        return;
    end_repeats(r);
    clear(r);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

void report_problem(struct report *r, const char *where, const char *reason)
{
    pthread_mutex_lock(&r->lock);
    r->failures++;
    remark(r, "problem", where, reason);
    pthread_mutex_unlock(&r->lock);
}

void report_warning(struct report *r, const char *where, const char *reason)
{
    pthread_mutex_lock(&r->lock);
    r->warnings++;
    remark(r, "warning", where, reason);
    pthread_mutex_unlock(&r->lock);
}

void report_left_out(struct report *r, const char *where, const char *text)
{
    pthread_mutex_lock(&r->lock);
    remark(r, "note", where, text);
    pthread_mutex_unlock(&r->lock);
}

void report_note(struct report *r, const char *text)
{
    pthread_mutex_lock(&r->lock);
    remark(r, "note", NULL, text);
    pthread_mutex_unlock(&r->lock);
}

int report_failed(struct report *r, const struct error *err)
{
    pthread_mutex_lock(&r->lock);
    remark(r, "error", NULL, err->text);
    pthread_mutex_unlock(&r->lock);
    return err->fault == FAULT_LOCKED ? EXIT_BUSY : EXIT_SOME_FAILED;
}

void report_started(struct report *r, const char *command, const char *archive, char *const *paths, int count)
{
    if (!r->options.json)
        return;
    pthread_mutex_lock(&r->lock);
    cJSON *object = event_new("started");
    event_text(object, "command", command);
    event_text(object, "archive", archive);
    cJSON *list = cJSON_AddArrayToObject(object, "paths");
    for (int i = 0; i < count; i++) {
        cJSON *one = cJSON_CreateObject(); /* event_text cleans into an object */
        event_text(one, "path", paths[i]);
        cJSON_AddItemToArray(list, cJSON_DetachItemFromObject(one, "path"));
        cJSON_Delete(one);
    }
    event_emit(object);
    pthread_mutex_unlock(&r->lock);
}

void report_quarantined(struct report *r, const char *where, const char *record)
{
    if (!r->options.json)
        return;
    pthread_mutex_lock(&r->lock);
    cJSON *object = event_new("quarantined");
    event_where(object, where);
    event_text(object, "record", record);
    event_emit(object);
    pthread_mutex_unlock(&r->lock);
}

void report_article(struct report *r, const char *id, enum put_result result, unsigned changed)
{
    static const char *const names[] = {
        [PUT_ADDED] = "added", [PUT_UPDATED] = "updated", [PUT_UNCHANGED] = "unchanged", [PUT_LINE] = "line"};
    char fields[CHANGES_TEXT_MAX];

    if (!r->options.verbose)
        return;
    pthread_mutex_lock(&r->lock);
    clear(r);
    if (r->options.json) {
        cJSON *object = event_new("article");
        event_text(object, "result", names[result]);
        event_text(object, "id", id);
        cJSON *list = changed ? cJSON_AddArrayToObject(object, "changed") : NULL;
        for (unsigned i = 0; i < FIELDS; i++) {
            if (changed & 1u << i)
                cJSON_AddItemToArray(list, cJSON_CreateString(changes_name(i)));
        }
        event_emit(object);
    } else {
        printf("%s\t", names[result]);
        print_clean(stdout, id, strlen(id));
        if (changed)
            printf("\tchanged: %s", changes_text(changed, fields));
        putchar('\n');
    }
    pthread_mutex_unlock(&r->lock);
}

void report_committed(struct report *r, uint64_t more)
{
    pthread_mutex_lock(&r->lock);
    r->committed += more;
    if (r->options.json) {
        cJSON *object = event_new("committed");
        event_count(object, "articles", r->committed);
        event_emit(object);
    } else if (!r->redraws || r->options.verbose) {
        clear(r);
        printf("committed %" PRIu64 " articles\n", r->committed);
        fflush(stdout);
    }
    pthread_mutex_unlock(&r->lock);
}

static void show(struct report *r, const struct progress *p)
{
    char line[PROGRESS_LINE_MAX];

    if (r->redraws) {
        unsigned width = terminal_width(stderr);
        size_t len = progress_bar(p, width > 1 ? width - 1 : 1, line); /* the last column may wrap */
        fprintf(stderr, "\r%.*s\033[K", (int)len, line);
        fflush(stderr);
        r->drawn = true;
    } else if (r->options.json) {
        cJSON *object = event_new("progress");
        event_text(object, "phase", p->phase);
        event_count(object, "done", p->done);
        if (p->all)
            event_count(object, "all", p->all);
        else
            event_text(object, "all", NULL);
        event_count(object, "articles", p->articles);
        event_number(object, "articles_per_second", (double)(uint64_t)progress_rate(p));
        if (progress_left(p) >= 0)
            event_number(object, "seconds_left", (double)(uint64_t)(progress_left(p) + 0.5));
        else
            event_text(object, "seconds_left", NULL);
        event_emit(object);
    } else {
        progress_words(p, line);
        fprintf(stderr, "%s\n", line);
    }
}

void report_progress(struct report *r, enum report_phase phase, uint64_t done, uint64_t all, uint64_t articles)
{
    static const char *const names[] = {[PHASE_READING] = "reading", [PHASE_INDEXING] = "indexing",
                                        [PHASE_EXPORTING] = "exporting"};

    pthread_mutex_lock(&r->lock);
    double t = now();
    if (phase != r->phase) {
        r->phase = phase;
        r->phase_begun = phase == PHASE_READING ? r->begun : t; /* reading goes on where a commit broke it off */
    }
    if (t - r->shown >= (r->redraws ? redraw_every : line_every)) {
        const struct progress p = {.phase = names[phase], .done = done, .all = all, .articles = articles,
                                   .seconds = t - r->phase_begun};
        r->shown = t;
        show(r, &p);
    }
    pthread_mutex_unlock(&r->lock);
}

void report_end_progress(struct report *r)
{
    pthread_mutex_lock(&r->lock);
    clear(r);
    pthread_mutex_unlock(&r->lock);
}

void report_watching(struct report *r, const char *folder, uint64_t taken, uint64_t waiting)
{
    pthread_mutex_lock(&r->lock);
    clear(r);
    if (r->options.json) {
        cJSON *object = event_new("watching");
        event_text(object, "folder", folder);
        event_count(object, "taken", taken);
        event_count(object, "waiting", waiting);
        event_emit(object);
    } else {
        fputs("watching ", stdout);
        print_clean(stdout, folder, strlen(folder));
        printf(": %" PRIu64 " files taken in before, %" PRIu64 " to take in now\n", taken, waiting);
        fflush(stdout);
    }
    pthread_mutex_unlock(&r->lock);
}

static void tell_tally(struct report *r, const struct tally *t, const char *name)
{
    pthread_mutex_lock(&r->lock);
    end_repeats(r);
    clear(r);
    tally_print(t, r->options.json, name);
    pthread_mutex_unlock(&r->lock);
}

void report_batch(struct report *r, const struct tally *tally)
{
    tell_tally(r, tally, "batch");
}

void report_tally(struct report *r, const struct tally *tally)
{
    tell_tally(r, tally, "finished");
}

void report_faults(struct report *r, uint64_t *failures, uint64_t *warnings)
{
    pthread_mutex_lock(&r->lock);
    *failures = r->failures;
    *warnings = r->warnings;
    pthread_mutex_unlock(&r->lock);
}

void report_begin_progress(struct report *r)
{
    pthread_mutex_lock(&r->lock);
    r->phase = PHASE_READING;
    r->begun = r->phase_begun = r->shown = now();
    pthread_mutex_unlock(&r->lock);
}
