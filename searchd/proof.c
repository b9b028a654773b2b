/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof.c - reads each new run to the end, in a thread of its own. */
#include "searchd/proof.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "archive/file_same.h"
#include "archive/generation.h"
#include "archive/prove_run.h"
#include "searchd/every.h"
#include "searchd/log.h"

enum { LOOK_MS = 1000, MENDED_SECONDS = 10, WAIT_MAX_SECONDS = 60 };

struct proof {
    pthread_mutex_t mutex; /* of what stands below it */
    struct error state;
    atomic_bool broken; /* state says so */
    atomic_uint mends;
    struct every *often;
    struct stat generation;                 /* the thread's alone, as what follows: whose runs were read */
    time_t again_at;                        /* when to read those that are not proved again; 0: all are */
    time_t wait;                            /* seconds, after the last that could not be read */
    struct error unread;                    /* as was told of it */
    struct stat runs[SCHEMA_DATABASES_MAX]; /* folders that are */
    size_t run_count;
    const char *archive;
};

static bool is_proved(const struct proof *p, const struct stat *run)
{
    for (size_t i = 0; i < p->run_count; i++)
        if (file_is_same(&p->runs[i], run))
            return true;
    return false;
}

/* Each run that the generation names and that was not proved before, until one is not what was written. */
static int prove(struct proof *p, const struct generation *g, const atomic_bool *stopping, struct error *err)
{
    struct stat proved[SCHEMA_DATABASES_MAX];
    size_t count = 0;
    int rc = 0;

    for (size_t i = 0; i + 1 < g->database_count; i++) {
        char path[PATH_MAX];
        struct stat st;
        snprintf(path, sizeof path, "%.4000s/%s", p->archive, g->databases[i]);
        if (stat(path, &st) < 0)
            return 0; /* another generation by now: it will be looked at */
        bool known = is_proved(p, &st);
        if (!known && rc == 0) {
            rc = prove_run(path, stopping, err);
            known = rc == 0;
        }
        if (known)
            proved[count++] = st;
    }
    memcpy(p->runs, proved, count * sizeof *proved);
    p->run_count = count;
    return rc;
}

static void tell(struct proof *p, const struct error *err)
{
    pthread_mutex_lock(&p->mutex);
    bool news = strcmp(p->state.text, err->text) != 0;
    p->state = *err;
    if (!err->fault && atomic_load(&p->broken)) /* before anybody may ask */
        atomic_fetch_add(&p->mends, 1);
    atomic_store(&p->broken, err->fault != FAULT_NONE);
    pthread_mutex_unlock(&p->mutex);
    if (err->fault && news)
        log_line("nothing is answered: %s; 'indexer check' tells how to mend it", err->text);
    else if (!err->fault)
        log_line("%zu runs are what was written", p->run_count);
}

/* A run that the disk does not give, or that no memory or descriptor is left for, is not proved, but nothing is known
 * against it: it is answered from, as before, and read again after a while that doubles. */
static void tell_unread(struct proof *p, const struct error *err)
{
    if (strcmp(p->unread.text, err->text) != 0)
        log_line("whether the runs are what was written is not known, and tried again: %s", err->text);
    p->unread = *err;
    p->wait = p->wait ? p->wait * 2 : 1;
    if (p->wait > WAIT_MAX_SECONDS)
        p->wait = WAIT_MAX_SECONDS;
}

static time_t now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec;
}

static void look(void *ctx, const atomic_bool *stopping)
{
    struct proof *p = ctx;
    char path[PATH_MAX];
    struct stat before, after;
    struct generation g;
    struct error err = {0};
    time_t begun = now();

    snprintf(path, sizeof path, "%.4000s/XAPIANDB", p->archive);
    if (stat(path, &before) < 0 || (file_is_same(&before, &p->generation) && (p->again_at == 0 || begun < p->again_at)))
        return;
    if (generation_read(p->archive, &g, &err) < 0) /* as the searches will say */
        return;
    int rc = prove(p, &g, stopping, &err);
    /* Files that are gone, of a generation that is gone, are no damage. */
    if (atomic_load(stopping) || stat(path, &after) < 0 || !file_is_same(&before, &after))
        return;
    p->generation = after;
    if (rc < 0 && err.fault != FAULT_DAMAGED) {
        tell_unread(p, &err);
        p->again_at = now() + p->wait;
        return;
    }
    p->wait = 0;
    p->unread = (struct error){0};
    tell(p, &err);
    /* Who puts a file back changes no generation. At most half of the time is spent on reading. */
    time_t took = now() - begun;
    p->again_at = rc < 0 ? now() + (took > MENDED_SECONDS ? took : MENDED_SECONDS) : 0;
}

struct proof *proof_start(const char *archive)
{
    struct proof *p = calloc(1, sizeof *p);

    if (!p)
        return NULL;
    pthread_mutex_init(&p->mutex, NULL);
    p->archive = archive;
    p->often = every_start(LOOK_MS, true, look, p);
    if (p->often)
        return p;
    proof_stop(p);
    return NULL;
}

void proof_stop(struct proof *p)
{
    if (!p)
        return;
    every_stop(p->often);
    pthread_mutex_destroy(&p->mutex);
    free(p);
}

int proof_state(struct proof *p, struct error *err)
{
    if (!atomic_load(&p->broken))
        return 0;
    pthread_mutex_lock(&p->mutex);
    struct error state = p->state;
    pthread_mutex_unlock(&p->mutex);
    return state.fault ? error_set(err, state.fault, "%s", state.text) : 0;
}

unsigned proof_mends(const struct proof *p)
{
    return atomic_load(&p->mends);
}
