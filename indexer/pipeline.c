/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pipeline.c - articles from the caller, who reads, to the thread that stores, packed by many on the way. */
#include "indexer/pipeline.h"

#include "archive/memory.h"
#include "archive/scoped.h"
#include "indexer/weight.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

enum {
    KEEP_BYTES = 64 << 10, /* of a slot's buffers for the next article; larger ones are given back */
    COPIES = 3             /* of an article's text at most alive at once: parsed, payload, record */
};

struct slot {
    struct article article;
    char *where;
    size_t bytes;
    struct packed packed;
    struct error why; /* fault set: it could not be packed, and article is still there */
    bool done;
};

/* A ring: slots [put, taken) are with the packers or done, [taken, given) wait for one. Counters only rise. */
struct pipeline {
    const struct pipeline_work *work;
    pthread_mutex_t lock;
    pthread_cond_t room, given_one, done_one;
    size_t put, taken, given, bytes;
    bool read_all, over;
    bool failed; /* the storing side; to be read once its thread has ended */
    int stop_fd;
    struct slot slots[PIPELINE_ARTICLES];
};

static struct slot *slot_at(struct pipeline *p, size_t n)
{
    return &p->slots[n % PIPELINE_ARTICLES];
}

int pipeline_give(struct pipeline *p, struct article *a, const char *where)
{
    scoped(char_ptr) char *name = strdup(where);
    size_t bytes = COPIES * article_weight(a);

    pthread_mutex_lock(&p->lock);
    while (!p->over && p->given != p->put &&
           (p->given - p->put == PIPELINE_ARTICLES || p->bytes + bytes > PIPELINE_BYTES))
        pthread_cond_wait(&p->room, &p->lock);
    bool over = p->over || !name;
    if (!over) {
        struct slot *s = slot_at(p, p->given++);
        s->article = *a;
        *a = (struct article){0};
        s->where = take(&name);
        s->bytes = bytes;
        s->why.fault = FAULT_NONE;
        s->done = false;
        p->bytes += bytes;
        pthread_cond_signal(&p->given_one);
    }
    pthread_mutex_unlock(&p->lock);
    return over ? -1 : 0;
}

bool pipeline_is_over(struct pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    bool over = p->over;
    pthread_mutex_unlock(&p->lock);
    return over;
}

int pipeline_stop_fd(const struct pipeline *p)
{
    return p->stop_fd;
}

static void read_all(struct pipeline *p)
{
    p->work->read(p->work->ctx, p);
    pthread_mutex_lock(&p->lock);
    p->read_all = true;
    pthread_cond_broadcast(&p->given_one);
    pthread_cond_signal(&p->done_one);
    pthread_mutex_unlock(&p->lock);
}

static void pack(struct pipeline *p, struct packer *packer, struct slot *s)
{
    memory_forget();
    int rc = packer ? packer_pack(packer, &s->article, p->work->writer, &s->packed, &s->why) : -1;
    if (!packer || memory_ended()) /* with less it may be packed as another */
        error_set(&s->why, FAULT_MEMORY, "no memory to pack articles");
    else if (rc == 0)
        article_free(&s->article);
    else if (s->why.fault == FAULT_NONE)
        s->why.fault = FAULT_INTERNAL;
}

static void *pack_thread(void *arg)
{
    struct pipeline *p = arg;
    struct packer *packer = packer_new();

    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->over && !p->read_all && p->taken == p->given)
            pthread_cond_wait(&p->given_one, &p->lock);
        if (p->over || p->taken == p->given)
            break;
        size_t n = p->taken++;
        struct slot *s = slot_at(p, n);
        pthread_mutex_unlock(&p->lock);
        pack(p, packer, s);
        pthread_mutex_lock(&p->lock);
        s->done = true;
        if (n == p->put)
            pthread_cond_signal(&p->done_one);
    }
    pthread_mutex_unlock(&p->lock);
    packer_free(packer);
    return NULL;
}

static void empty(struct slot *s)
{
    article_free(&s->article);
    free(take(&s->where));
    if (s->packed.payload.size > KEEP_BYTES || s->packed.record.size > KEEP_BYTES)
        packed_free(&s->packed);
}

static int put_one(struct pipeline *p, struct slot *s)
{
    const struct pipeline_work *w = p->work;

    return s->why.fault ? w->refused(w->ctx, &s->article, s->where, &s->why) : w->put(w->ctx, &s->packed, s->where);
}

/* Waits for the next in order; NULL: a tick is due. *end: none will come. */
static struct slot *next(struct pipeline *p, bool *end)
{
    struct timespec until;
    int rc = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += PIPELINE_TICK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    for (;;) {
        struct slot *s = slot_at(p, p->put);
        if (p->put < p->taken && s->done)
            return s;
        *end = p->read_all && p->put == p->given;
        if (*end || rc == ETIMEDOUT)
            return NULL;
        rc = pthread_cond_timedwait(&p->done_one, &p->lock, &until);
    }
}

static bool tick_is_due(struct timespec *last)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    if ((t.tv_sec - last->tv_sec) * 1000 + (t.tv_nsec - last->tv_nsec) / 1000000 < PIPELINE_TICK_MS)
        return false;
    *last = t;
    return true;
}

static int put_all(struct pipeline *p)
{
    struct timespec ticked = {0};
    bool end = false;
    int rc = 0;

    pthread_mutex_lock(&p->lock);
    while (!rc && !end) {
        struct slot *s = next(p, &end);
        pthread_mutex_unlock(&p->lock);
        if (s)
            rc = put_one(p, s);
        if (!rc && tick_is_due(&ticked))
            rc = p->work->tick(p->work->ctx);
        if (s)
            empty(s);
        pthread_mutex_lock(&p->lock);
        if (s) {
            p->bytes -= s->bytes;
            p->put++;
            pthread_cond_signal(&p->room);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return rc;
}

static void stop(struct pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    p->over = true;
    pthread_cond_broadcast(&p->room);
    pthread_cond_broadcast(&p->given_one);
    pthread_mutex_unlock(&p->lock);
    eventfd_write(p->stop_fd, 1);
}

static void *put_thread(void *arg)
{
    struct pipeline *p = arg;

    p->failed = put_all(p) != 0;
    if (p->failed)
        stop(p);
    return NULL;
}

/* Interruptions are for the others: no read of ours is to be broken off by one. */
static void read_undisturbed(struct pipeline *p)
{
    sigset_t held, before;

    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &held, &before);
    read_all(p);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* The caller's thread reads: libxml2 keeps what it needs for a thread of its own in memory that it cannot do without, and
 * without which it calls itself until the stack ends; for the thread that made it ready it needs none. */
static int run_threads(struct pipeline *p, unsigned threads, struct error *err)
{
    pthread_t putter, packers[BUILD_THREADS_MAX] = {0};
    unsigned started = 0;
    int failed = 0;

    if (threads < 1)
        threads = 1;
    while (!failed && started < threads && started < BUILD_THREADS_MAX) {
        failed = pthread_create(&packers[started], NULL, pack_thread, p);
        started += !failed;
    }
    int rc = started ? 0 : error_errno(err, failed, "cannot start a thread to pack articles");
    failed = rc ? 0 : pthread_create(&putter, NULL, put_thread, p);
    if (failed)
        rc = error_errno(err, failed, "cannot start a thread to store articles");
    if (rc) {
        stop(p);
    } else {
        read_undisturbed(p);
        pthread_join(putter, NULL);
        rc = p->failed ? -1 : 0;
    }
    while (started)
        pthread_join(packers[--started], NULL);
    return rc;
}

static struct pipeline *pipeline_new(const struct pipeline_work *work)
{
    struct pipeline *p = calloc(1, sizeof *p);
    pthread_condattr_t steady;

    if (!p)
        return NULL;
    p->work = work;
    p->stop_fd = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->room, NULL);
    pthread_cond_init(&p->given_one, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&p->done_one, &steady);
    pthread_condattr_destroy(&steady);
    return p;
}

static void pipeline_free(struct pipeline *p)
{
    for (size_t i = 0; i < PIPELINE_ARTICLES; i++) {
        empty(&p->slots[i]);
        packed_free(&p->slots[i].packed);
    }
    scoped_fd(&p->stop_fd);
    pthread_cond_destroy(&p->room);
    pthread_cond_destroy(&p->given_one);
    pthread_cond_destroy(&p->done_one);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

int pipeline_run(const struct pipeline_work *work, unsigned threads, struct error *err)
{
    struct pipeline *p = pipeline_new(work);

    if (!p)
        return error_set(err, FAULT_MEMORY, "no memory to read articles");
    int rc = run_threads(p, threads, err);
    pipeline_free(p);
    return rc;
}
