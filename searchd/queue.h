/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queue.h - a bounded queue of jobs and the threads that do them.
 *
 * Bounded, so that overload is said at once (503) and not by waiting; and fair, so that who asks much waits for his own
 * and not others for him: owners take turns. */
#ifndef HUSTINGS_QUEUE_H
#define HUSTINGS_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/error.h"

enum {
    QUEUE_WORKERS_MAX = 256, /* each holds an open reader and its file descriptors */
    QUEUE_JOBS_PER_WORKER = 32, /* where nothing is said */
    QUEUE_JOBS_MAX = 1024       /* for each worker */
};

struct queue;

struct queue_calls {
    /* On the worker's own thread, before its first job and after its last.
     * Either may be NULL; what open returns each job is given. NULL: asked again before the next. */
    void *(*open)(void *context);
    void (*close)(void *worker);
    void (*run)(void *job, void *worker);
    void *context;
};

/* jobs: that wait, for each worker. */
int queue_open(size_t workers, size_t jobs, const struct queue_calls *calls, struct queue **out, struct error *err);
/* Never waits. False: full or closed; the job stays the caller's. True with *dropped, not NULL: for its sake the last
 * job of whom most wait of is the caller's again. owner: any number. */
bool queue_push(struct queue *q, void *job, uint64_t owner, void **dropped);
size_t queue_depth(struct queue *q); /* jobs that no worker has begun */
/* Takes no more; returns when every job taken is done and the threads are gone. */
void queue_drain(struct queue *q);
void queue_free(struct queue *q); /* drains first; accepts NULL */

#endif
