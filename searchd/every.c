/* SPDX-License-Identifier: GPL-2.0-or-later */
/* every.c - something that is done again and again, in a thread of its own. */
#include "searchd/every.h"

#include <linux/ioprio.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "archive/memory.h"

enum { MILD_NICE = 10, MILD_IO = 7 /* the last in its class: the idle class could wait for ever */ };

struct every {
    pthread_mutex_t mutex;
    pthread_cond_t told; /* started or stopping became true */
    atomic_bool stopping;
    bool started;
    pthread_t thread;
    unsigned ms;
    bool mild;
    void (*what)(void *ctx, const atomic_bool *stopping);
    void *ctx;
};

/* Of this thread alone, as Linux has it. Where that is refused it is as all others. */
static void become_mild(void)
{
    setpriority(PRIO_PROCESS, (id_t)gettid(), MILD_NICE);
    syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, MILD_IO));
}

/* With the mutex. */
static void wait_for_next(struct every *e)
{
    struct timespec until;
    int rc = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += e->ms / 1000;
    until.tv_nsec += (long)(e->ms % 1000) * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    while (rc == 0 && !atomic_load(&e->stopping))
        rc = pthread_cond_timedwait(&e->told, &e->mutex, &until);
}

static void *run(void *arg)
{
    struct every *e = arg;

    if (e->mild)
        become_mild();
    pthread_mutex_lock(&e->mutex);
    e->started = true;
    pthread_cond_signal(&e->told);
    while (!atomic_load(&e->stopping)) {
        pthread_mutex_unlock(&e->mutex);
        memory_forget();
        e->what(e->ctx, &e->stopping);
        pthread_mutex_lock(&e->mutex);
        wait_for_next(e);
    }
    pthread_mutex_unlock(&e->mutex);
    return NULL;
}

static void free_every(struct every *e)
{
    pthread_cond_destroy(&e->told);
    pthread_mutex_destroy(&e->mutex);
    free(e);
}

struct every *every_start(unsigned ms, bool mild, void (*what)(void *ctx, const atomic_bool *stopping), void *ctx)
{
    struct every *e = calloc(1, sizeof *e);
    pthread_condattr_t monotonic;

    if (!e)
        return NULL;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&e->told, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&e->mutex, NULL);
    e->ms = ms;
    e->mild = mild;
    e->what = what;
    e->ctx = ctx;
    if (pthread_create(&e->thread, NULL, run, e) != 0) {
        free_every(e);
        return NULL;
    }
    /* By then it is as mild as it will be: the daemon's system calls are cut down soon after. */
    pthread_mutex_lock(&e->mutex);
    while (!e->started)
        pthread_cond_wait(&e->told, &e->mutex);
    pthread_mutex_unlock(&e->mutex);
    return e;
}

time_t every_now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec;
}

void every_stop(struct every *e)
{
    if (!e)
        return;
    pthread_mutex_lock(&e->mutex);
    atomic_store(&e->stopping, true);
    pthread_cond_signal(&e->told);
    pthread_mutex_unlock(&e->mutex);
    pthread_join(e->thread, NULL);
    free_every(e);
}
