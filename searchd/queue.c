/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queue.c - a ring under one mutex: jobs are milliseconds, the lock nanoseconds. */
#include "searchd/queue.h"

#include <pthread.h>
#include <stdlib.h>

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    struct queue_calls calls;
    pthread_t threads[QUEUE_WORKERS_MAX];
    size_t thread_count;
    size_t head, count, capacity;
    bool closed;
    void *jobs[]; /* capacity of them */
};

static void *take_job(struct queue *q)
{
    void *job = NULL;
    pthread_mutex_lock(&q->mutex);
    while (q->count == 0 && !q->closed)
        pthread_cond_wait(&q->filled, &q->mutex);
    if (q->count > 0) {
        job = q->jobs[q->head];
        q->head = (q->head + 1) % q->capacity;
        q->count--;
    }
    pthread_mutex_unlock(&q->mutex);
    return job;
}

static void *work(void *arg)
{
    struct queue *q = arg;
    void *worker = q->calls.open ? q->calls.open(q->calls.context) : NULL;
    void *job;
    while ((job = take_job(q)))
        q->calls.run(job, worker);
    if (q->calls.close)
        q->calls.close(worker);
    return NULL;
}

int queue_open(size_t workers, const struct queue_calls *calls, struct queue **out, struct error *err)
{
    if (workers < 1 || workers > QUEUE_WORKERS_MAX)
        return error_set(err, FAULT_INVALID, "%zu workers; give 1 to %d", workers, QUEUE_WORKERS_MAX);
    size_t capacity = workers * QUEUE_JOBS_PER_WORKER;
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

bool queue_push(struct queue *q, void *job)
{
    pthread_mutex_lock(&q->mutex);
    bool taken = !q->closed && q->count < q->capacity;
    if (taken) {
        q->jobs[(q->head + q->count) % q->capacity] = job;
        q->count++;
        pthread_cond_signal(&q->filled);
    }
    pthread_mutex_unlock(&q->mutex);
    return taken;
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
