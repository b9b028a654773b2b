/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queue.c - a few jobs under one mutex, looked through for the next: jobs are milliseconds, the lock is not. */
#include "searchd/queue.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

/* Turns go round the owners: the first job of each is before the second of any. */
struct waiting {
    void *job;
    uint64_t owner, turn, number; /* number: in the order of coming */
};

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    struct queue_calls calls;
    pthread_t threads[QUEUE_WORKERS_MAX];
    size_t thread_count;
    size_t count, capacity;
    uint64_t turn, number; /* the turn that workers are at; jobs that came */
    bool closed;
    struct waiting jobs[]; /* capacity of them, in no order */
};

static bool is_before(const struct waiting *a, const struct waiting *b)
{
    return a->turn != b->turn ? a->turn < b->turn : a->number < b->number;
}

/* There is one. */
static struct waiting *find(struct queue *q, bool last)
{
    struct waiting *found = &q->jobs[0];
    for (size_t i = 1; i < q->count; i++)
        if (is_before(&q->jobs[i], found) != last)
            found = &q->jobs[i];
    return found;
}

static void *take_job(struct queue *q)
{
    void *job = NULL;
    pthread_mutex_lock(&q->mutex);
    while (q->count == 0 && !q->closed)
        pthread_cond_wait(&q->filled, &q->mutex);
    if (q->count > 0) {
        struct waiting *next = find(q, false);
        job = next->job;
        q->turn = next->turn;
        *next = q->jobs[--q->count];
    }
    pthread_mutex_unlock(&q->mutex);
    return job;
}

static void *work(void *arg)
{
    struct queue *q = arg;
    void *worker = q->calls.open ? q->calls.open(q->calls.context) : NULL;
    void *job;
    while ((job = take_job(q))) {
        if (!worker && q->calls.open) /* there was no memory before */
            worker = q->calls.open(q->calls.context);
        q->calls.run(job, worker);
    }
    if (q->calls.close)
        q->calls.close(worker);
    return NULL;
}

int queue_open(size_t workers, size_t jobs, const struct queue_calls *calls, struct queue **out, struct error *err)
{
    if (workers < 1 || workers > QUEUE_WORKERS_MAX)
        return error_set(err, FAULT_INVALID, "%zu workers; give 1 to %d", workers, QUEUE_WORKERS_MAX);
    size_t capacity = workers * jobs;
    struct queue *q = calloc(1, sizeof *q + capacity * sizeof q->jobs[0]);
    if (!q)
        return error_set(err, FAULT_MEMORY, "out of memory");
    pthread_mutex_init(&q->mutex, NULL);
    pthread_cond_init(&q->filled, NULL);
    q->calls = *calls;
    q->capacity = capacity;
    for (; q->thread_count < workers; q->thread_count++) {
        int failed = pthread_create(&q->threads[q->thread_count], NULL, work, q);
        if (failed) {
            queue_free(q);
            return error_errno(err, failed, "cannot start a worker");
        }
    }
    *out = q;
    return 0;
}

static uint64_t turn_of(const struct queue *q, uint64_t owner)
{
    uint64_t turn = q->turn + 1;
    for (size_t i = 0; i < q->count; i++)
        turn += q->jobs[i].owner == owner;
    return turn;
}

bool queue_push(struct queue *q, void *job, uint64_t owner, void **dropped)
{
    *dropped = NULL;
    pthread_mutex_lock(&q->mutex);
    const struct waiting comes = {.job = job, .owner = owner, .turn = turn_of(q, owner), .number = q->number++};
    struct waiting *place = NULL;
    if (!q->closed && q->count < q->capacity) {
        place = &q->jobs[q->count++];
        pthread_cond_signal(&q->filled);
    } else if (!q->closed) {
        struct waiting *last = find(q, true);
        place = is_before(&comes, last) ? last : NULL;
        *dropped = place ? last->job : NULL;
    }
    if (place)
        *place = comes;
    pthread_mutex_unlock(&q->mutex);
    return place;
}

size_t queue_depth(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    size_t depth = q->count;
    pthread_mutex_unlock(&q->mutex);
    return depth;
}

void queue_drain(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    q->closed = true;
    pthread_cond_broadcast(&q->filled);
    pthread_mutex_unlock(&q->mutex);
    for (size_t i = 0; i < q->thread_count; i++)
        pthread_join(q->threads[i], NULL);
    q->thread_count = 0;
}

void queue_free(struct queue *q)
{
    if (!q)
        return;
    queue_drain(q);
    pthread_cond_destroy(&q->filled);
    pthread_mutex_destroy(&q->mutex);
    free(q);
}
