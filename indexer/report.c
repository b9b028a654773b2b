/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.c - all that a run says: for a person at a terminal, for a pipe, or as JSON events. */
#include "indexer/report.h"

#include "archive/text.h"
#include "indexer/command.h"
#include "indexer/progress.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TEXT_MAX = 64 << 10 };
static const double redraw_every = 0.1, line_every = 5; /* seconds */

struct report {
    struct report_options options;
    pthread_mutex_t lock;
    bool redraws; /* one progress line, drawn again and again */
    bool drawn;   /* it stands on the terminal now */
    enum report_phase phase;
    double begun, phase_begun, shown;
    uint64_t failures, warnings;
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
    r->redraws = terminal_redraws(stderr);
    r->begun = r->phase_begun = r->shown = now();
    return r;
}

static void clear(struct report *r)
{
    if (r->drawn)
        fputs("\r\033[K", stderr);
    r->drawn = false;
}

void report_free(struct report *r)
{
    if (!r)
        return;
    clear(r);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

/* JSON must be UTF-8, and names of files need not be. */
static void add_text(cJSON *object, const char *key, const char *text)
{
    struct buffer clean = buffer_make(TEXT_MAX);

    if (text_clean(text, strlen(text), &clean))
        cJSON_AddStringToObject(object, key, clean.data ? clean.data : "");
    buffer_free(&clean);
}

static cJSON *event(const char *name)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "event", name);
    return object;
}

static void emit(cJSON *object)
{
    print_json(object);
    fflush(stdout); /* whoever reads events acts on them now */
}

static void remark(struct report *r, const char *kind, const char *where, const char *reason)
{
    clear(r);
    if (r->options.json) {
        cJSON *object = event(kind);
        add_text(object, "where", where);
        add_text(object, "reason", reason);
        emit(object);
        return;
    }
    print_clean(stderr, where, strlen(where));
    fputs(strcmp(kind, "warning") == 0 ? ": warning: " : ": ", stderr);
    print_clean(stderr, reason, strlen(reason));
    fputc('\n', stderr);
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
    remark(r, "note", "indexer", text);
    pthread_mutex_unlock(&r->lock);
}

int report_failed(struct report *r, const struct error *err)
{
    pthread_mutex_lock(&r->lock);
    remark(r, "error", "indexer", err->text);
    pthread_mutex_unlock(&r->lock);
    return err->fault == FAULT_LOCKED ? EXIT_BUSY : EXIT_SOME_FAILED;
}

void report_article(struct report *r, const char *id, enum put_result result)
{
    static const char *const names[] = {
        [PUT_ADDED] = "added", [PUT_UPDATED] = "updated", [PUT_UNCHANGED] = "unchanged"};

    if (!r->options.verbose)
        return;
    pthread_mutex_lock(&r->lock);
    clear(r);
    if (r->options.json) {
        cJSON *object = event("article");
        cJSON_AddStringToObject(object, "result", names[result]);
        add_text(object, "id", id);
        emit(object);
    } else {
        printf("%s\t", names[result]);
        print_clean(stdout, id, strlen(id));
        putchar('\n');
    }
    pthread_mutex_unlock(&r->lock);
}

void report_committed(struct report *r, uint64_t articles)
{
    pthread_mutex_lock(&r->lock);
    if (r->options.json) {
        cJSON *object = event("committed");
        cJSON_AddNumberToObject(object, "articles", (double)articles);
        emit(object);
    } else if (!r->redraws || r->options.verbose) {
        clear(r);
        printf("committed %" PRIu64 " articles\n", articles);
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
        cJSON *object = event("progress");
        cJSON_AddStringToObject(object, "phase", p->phase);
        cJSON_AddNumberToObject(object, "done", (double)p->done);
        if (p->all)
            cJSON_AddNumberToObject(object, "all", (double)p->all);
        else
            cJSON_AddNullToObject(object, "all");
        cJSON_AddNumberToObject(object, "articles", (double)p->articles);
        cJSON_AddNumberToObject(object, "articles_per_second", (double)(uint64_t)progress_rate(p));
        emit(object);
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
        const struct progress p = {names[phase], done, all, articles, t - r->phase_begun};
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

void report_tally(struct report *r, const struct tally *tally, bool planned)
{
    const uint64_t *n = tally->results;
    uint64_t all = n[PUT_ADDED] + n[PUT_UPDATED] + n[PUT_UNCHANGED];

    pthread_mutex_lock(&r->lock);
    double seconds = now() - r->begun, rate = seconds > 0 ? (double)all / seconds : 0;
    clear(r);
    if (r->options.json) {
        cJSON *object = event(planned ? "planned" : "done");
        cJSON_AddNumberToObject(object, "added", (double)n[PUT_ADDED]);
        cJSON_AddNumberToObject(object, "updated", (double)n[PUT_UPDATED]);
        cJSON_AddNumberToObject(object, "unchanged", (double)n[PUT_UNCHANGED]);
        if (!planned)
            cJSON_AddNumberToObject(object, "copies", (double)tally->copies);
        cJSON_AddNumberToObject(object, "failed", (double)r->failures);
        cJSON_AddNumberToObject(object, "warnings", (double)r->warnings);
        cJSON_AddNumberToObject(object, "seconds", (double)(uint64_t)(seconds * 1000) / 1000);
        cJSON_AddNumberToObject(object, "articles_per_second", (double)(uint64_t)rate);
        emit(object);
    } else {
        printf("%sadded %" PRIu64 ", updated %" PRIu64 ", unchanged %" PRIu64,
               planned ? "nothing written; would be " : "", n[PUT_ADDED], n[PUT_UPDATED], n[PUT_UNCHANGED]);
        if (!planned)
            printf(", copies %" PRIu64, tally->copies);
        printf(", failed %" PRIu64, r->failures);
        if (r->warnings)
            printf(", warnings %" PRIu64, r->warnings);
        printf(", %.0f articles/s\n", rate);
        fflush(stdout);
    }
    pthread_mutex_unlock(&r->lock);
}

uint64_t report_failures(struct report *r)
{
    pthread_mutex_lock(&r->lock);
    uint64_t n = r->failures;
    pthread_mutex_unlock(&r->lock);
    return n;
}
