/* SPDX-License-Identifier: GPL-2.0-or-later */
/* probe.c - whether the archive can be searched, known without waiting. */
#include "searchd/probe.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/search.h"
#include "archive/synonyms.h"
#include "searchd/log.h"
#include "searchd/proof.h"

enum { PROBLEMS_LOGGED = 20 };

struct probe {
    pthread_mutex_t mutex; /* of what stands below it */
    pthread_cond_t stop_told;
    struct error state;
    struct snapshot snapshot;
    int64_t at_ms;
    bool stopping;
    pthread_t thread;
    struct reader *reader; /* the probe's thread's alone, as what follows */
    uint64_t synonyms_told; /* hash of the synonyms whose problems were logged */
    size_t problems_told;
    const char *archive;
    struct proof *proof;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int search_newest(struct reader *r, void *ctx, struct error *err)
{
    (void)ctx;
    const struct search_request newest = {.sort = SORT_NEWEST, .count = 1, .deadline_ms = PROBE_MS};
    struct arena arena = arena_make(SEARCH_ARENA_MAX);
    struct search_page page;
    int failed = search_run(r, &newest, &arena, &page, err);
    arena_free(&arena);
    return failed;
}

/* Of each change of the archivist's file, what is wrong with it. */
static void tell_of_synonyms(struct probe *p)
{
    static const struct synonyms none = {0};
    const struct synonyms *s = reader_synonyms(p->reader) ? reader_synonyms(p->reader) : &none;
    size_t problems = s->problem_count + s->problems_untold;
    if (s->hash == p->synonyms_told && problems == p->problems_told)
        return;
    p->synonyms_told = s->hash;
    p->problems_told = problems;
    for (size_t i = 0; i < s->problem_count && i < PROBLEMS_LOGGED; i++)
        log_line(SYNONYMS_FILE ", line %u: %s", s->problems[i].line, s->problems[i].text);
    log_line(SYNONYMS_FILE ": %zu lines hold, %zu cannot be used%s", s->group_count, problems,
             problems ? "; 'indexer synonyms' tells them" : "");
}

static void look(struct probe *p)
{
    struct error err = {0};
    if (p->reader || reader_open(p->archive, &p->reader, &err) == 0) {
        if (reader_ask(p->reader, search_newest, NULL, &err) && err.fault != FAULT_STALE) {
            reader_close(p->reader);
            p->reader = NULL;
        }
    }
    if (p->reader)
        tell_of_synonyms(p);
    if (err.fault == FAULT_STALE) /* it is written to and answers: a search would be tried again */
        err = (struct error){0};
    pthread_mutex_lock(&p->mutex);
    bool news = err.fault != p->state.fault;
    p->state = err;
    p->at_ms = now_ms();
    if (p->reader)
        p->snapshot = *reader_snapshot(p->reader);
    pthread_mutex_unlock(&p->mutex);
    if (news)
        log_line("%s", err.fault ? err.text : "the archive can be searched");
}

static void *look_often(void *arg)
{
    struct probe *p = arg;
    pthread_mutex_lock(&p->mutex);
    while (!p->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += PROBE_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&p->stop_told, &p->mutex, &until);
        if (p->stopping)
            break;
        pthread_mutex_unlock(&p->mutex);
        look(p);
        pthread_mutex_lock(&p->mutex);
    }
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

struct probe *probe_start(const char *archive)
{
    struct probe *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&p->stop_told, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&p->mutex, NULL);
    p->archive = archive;
    p->state.fault = FAULT_INTERNAL; /* so that the first look is news */
    look(p);
    p->proof = proof_start(archive);
    if (!p->proof || pthread_create(&p->thread, NULL, look_often, p) != 0) {
        proof_stop(p->proof);
        reader_close(p->reader);
        pthread_cond_destroy(&p->stop_told);
        pthread_mutex_destroy(&p->mutex);
        free(p);
        return NULL;
    }
    return p;
}

void probe_stop(struct probe *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->mutex);
    p->stopping = true;
    pthread_cond_signal(&p->stop_told);
    pthread_mutex_unlock(&p->mutex);
    pthread_join(p->thread, NULL);
    proof_stop(p->proof);
    reader_close(p->reader);
    pthread_cond_destroy(&p->stop_told);
    pthread_mutex_destroy(&p->mutex);
    free(p);
}

void probe_state(struct probe *p, struct error *out)
{
    pthread_mutex_lock(&p->mutex);
    *out = p->state;
    int64_t age = now_ms() - p->at_ms;
    pthread_mutex_unlock(&p->mutex);
    if (age > PROBE_LATE_MS)
        error_set(out, FAULT_IO, "the archive has not answered for %lld s", (long long)(age / 1000));
    if (!out->fault)
        probe_proved(p, out);
}

int probe_proved(struct probe *p, struct error *err)
{
    return p ? proof_state(p->proof, err) : 0;
}

unsigned probe_mends(struct probe *p)
{
    return p ? proof_mends(p->proof) : 0;
}

void probe_snapshot(struct probe *p, struct snapshot *out)
{
    pthread_mutex_lock(&p->mutex);
    *out = p->snapshot;
    pthread_mutex_unlock(&p->mutex);
}
