/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.c - a list of connections with their ages, looked over twice a second. */
#include "searchd/watch.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { SWEEP_MS = 500, DRAIN_POLL_MS = 10 };

struct watched {
    struct watched *next, *previous;
    int fd;
    bool busy;
    int64_t since_ms;
};

struct watch {
    pthread_mutex_t mutex;
    pthread_cond_t stop_told;
    pthread_t thread;
    struct watched *first;
    int64_t head_ms;
    bool draining, stopping;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A request lies there that the I/O thread has not read yet. */
static bool has_unread(int fd)
{
    char byte;
    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* The I/O thread still owns the socket: shut down here, it closes it there. */
static size_t sweep(struct watch *w)
{
    int64_t now = now_ms();
    size_t busy = 0;
    for (struct watched *c = w->first; c; c = c->next) {
        bool waits = c->busy || (w->draining && has_unread(c->fd));
        int64_t limit = c->busy ? (int64_t)WATCH_REPLY_SECONDS * 1000 : w->draining && !waits ? 0 : w->head_ms;
        if (now - c->since_ms >= limit)
            shutdown(c->fd, SHUT_RDWR);
        busy += waits;
    }
    return busy;
}

static void *sweep_often(void *arg)
{
    struct watch *w = arg;
    pthread_mutex_lock(&w->mutex);
    while (!w->stopping) {
        sweep(w);
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += SWEEP_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&w->stop_told, &w->mutex, &until);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

struct watch *watch_new(unsigned head_seconds)
{
    struct watch *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->stop_told, NULL);
    w->head_ms = (int64_t)head_seconds * 1000;
    if (pthread_create(&w->thread, NULL, sweep_often, w) != 0) {
        free(w);
        return NULL;
    }
    return w;
}

void watch_free(struct watch *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->mutex);
    w->stopping = true;
    pthread_cond_signal(&w->stop_told);
    pthread_mutex_unlock(&w->mutex);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->stop_told);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}

struct watched *watch_add(struct watch *w, int fd)
{
    struct watched *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->fd = fd;
    c->since_ms = now_ms();
    pthread_mutex_lock(&w->mutex);
    c->next = w->first;
    if (c->next)
        c->next->previous = c;
    w->first = c;
    pthread_mutex_unlock(&w->mutex);
    return c;
}

void watch_remove(struct watch *w, struct watched *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&w->mutex);
    if (c->previous)
        c->previous->next = c->next;
    else
        w->first = c->next;
    if (c->next)
        c->next->previous = c->previous;
    pthread_mutex_unlock(&w->mutex);
    free(c);
}

void watch_busy(struct watch *w, struct watched *c, bool busy)
{
    if (!c)
        return;
    pthread_mutex_lock(&w->mutex);
    c->busy = busy;
    c->since_ms = now_ms();
    pthread_mutex_unlock(&w->mutex);
}

bool watch_wait_idle(struct watch *w, unsigned seconds)
{
    int64_t until = now_ms() + (int64_t)seconds * 1000;
    for (;;) {
        pthread_mutex_lock(&w->mutex);
        w->draining = true;
        size_t busy = sweep(w);
        pthread_mutex_unlock(&w->mutex);
        if (busy == 0 || now_ms() >= until)
            return busy == 0;
        nanosleep(&(struct timespec){.tv_nsec = DRAIN_POLL_MS * 1000000L}, NULL);
    }
}
