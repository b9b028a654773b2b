/* SPDX-License-Identifier: GPL-2.0-or-later */
/* probe.c - whether the archive can be searched, known without waiting. */
#include "searchd/probe.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/memory.h"
#include "archive/search.h"
#include "archive/synonyms.h"
#include "searchd/every.h"
#include "searchd/log.h"
#include "searchd/proof.h"
#include "searchd/scrub.h"

enum { PROBLEMS_LOGGED = 20 };

struct probe {
    pthread_mutex_t mutex; /* of the next three */
    struct error state;
    struct snapshot snapshot;
    int64_t at_ms;
    struct reader *reader; /* the looking thread's alone, as the next two */
    uint64_t synonyms_told; /* hash of the synonyms whose problems were logged */
    size_t problems_told;
    const char *archive;
    struct every *often;
    struct proof *proof;
    struct scrub *scrub; /* NULL: none */
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

static void look_again(void *ctx, const atomic_bool *stopping)
{
    struct probe *p = ctx;
    (void)stopping;
    look(p);
    if (memory_ended()) { /* what it keeps may be a part */
        reader_close(p->reader);
        p->reader = NULL;
    }
}

struct probe *probe_start(const char *archive)
{
    struct probe *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    pthread_mutex_init(&p->mutex, NULL);
    p->archive = archive;
    p->state.fault = FAULT_INTERNAL; /* so that the first look is news */
    look(p);
    p->proof = proof_start(archive);
    p->often = p->proof ? every_start(PROBE_MS, false, look_again, p) : NULL;
    if (p->often)
        return p;
    probe_stop(p);
    return NULL;
}

int probe_scrub(struct probe *p, unsigned seconds)
{
    p->scrub = scrub_start(p->archive, seconds, p->proof);
    return p->scrub ? 0 : -1;
}

void probe_stop(struct probe *p)
{
    if (!p)
        return;
    every_stop(p->often);
    scrub_stop(p->scrub);
    proof_stop(p->proof);
    reader_close(p->reader);
    pthread_mutex_destroy(&p->mutex);
    free(p);
}

void probe_found(struct probe *p, struct error *out)
{
    pthread_mutex_lock(&p->mutex);
    *out = p->state;
    int64_t age = now_ms() - p->at_ms;
    pthread_mutex_unlock(&p->mutex);
    if (age > PROBE_LATE_MS)
        error_set(out, FAULT_IO, "the archive has not answered for %lld s", (long long)(age / 1000));
}

void probe_state(struct probe *p, struct error *out)
{
    probe_found(p, out);
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
