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
#include "searchd/log.h"

enum { LOOK_SECONDS = 1 };

struct proof {
    pthread_mutex_t mutex; /* of what stands below it */
    pthread_cond_t stop_told;
    struct error state;
    bool stopping;
    atomic_bool broken; /* state says so */
    pthread_t thread;
    struct stat generation; /* the thread's alone, as what follows: whose runs are proved */
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

/* Of each run that the generation names and that was not proved before. */
static int prove(struct proof *p, const struct generation *g, struct error *err)
{
    struct stat proved[SCHEMA_DATABASES_MAX];
    size_t count = 0;
    int rc = 0;

    for (size_t i = 0; i + 1 < g->database_count && rc == 0; i++) {
        char path[PATH_MAX];
        struct stat st;
        snprintf(path, sizeof path, "%.4000s/%s", p->archive, g->databases[i]);
        if (stat(path, &st) < 0)
            return 0; /* another generation by now: it will be looked at */
        rc = is_proved(p, &st) ? 0 : prove_run(path, err);
        if (rc == 0)
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
    atomic_store(&p->broken, err->fault != FAULT_NONE);
    pthread_mutex_unlock(&p->mutex);
    if (err->fault && news)
        log_line("nothing is answered: %s; 'indexer check' tells how to mend it", err->text);
    else if (!err->fault)
        log_line("%zu runs are what was written", p->run_count);
}

static void look(struct proof *p)
{
    char path[PATH_MAX];
    struct stat before, after;
    struct generation g;
    struct error err = {0};

    snprintf(path, sizeof path, "%.4000s/XAPIANDB", p->archive);
    if (stat(path, &before) < 0 || file_is_same(&before, &p->generation))
        return;
    if (generation_read(p->archive, &g, &err) < 0) /* as the searches will say */
        return;
    int rc = prove(p, &g, &err);
    /* Files that are gone, of a generation that is gone, are no damage. */
    if (stat(path, &after) < 0 || !file_is_same(&before, &after))
        return;
    if (rc < 0 && err.fault != FAULT_DAMAGED) /* out of memory or descriptors: again */
        return;
    p->generation = after;
    tell(p, &err);
}

static void *look_often(void *arg)
{
    struct proof *p = arg;

    pthread_mutex_lock(&p->mutex);
    while (!p->stopping) {
        pthread_mutex_unlock(&p->mutex);
        look(p);
        pthread_mutex_lock(&p->mutex);
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += LOOK_SECONDS;
        if (!p->stopping)
            pthread_cond_timedwait(&p->stop_told, &p->mutex, &until);
    }
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

struct proof *proof_start(const char *archive)
{
    struct proof *p = calloc(1, sizeof *p);
    pthread_condattr_t monotonic;

    if (!p)
        return NULL;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&p->stop_told, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&p->mutex, NULL);
    p->archive = archive;
    if (pthread_create(&p->thread, NULL, look_often, p) == 0)
        return p;
    pthread_cond_destroy(&p->stop_told);
    pthread_mutex_destroy(&p->mutex);
    free(p);
    return NULL;
}

void proof_stop(struct proof *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->mutex);
    p->stopping = true;
    pthread_cond_signal(&p->stop_told);
    pthread_mutex_unlock(&p->mutex);
    pthread_join(p->thread, NULL);
    pthread_cond_destroy(&p->stop_told);
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
