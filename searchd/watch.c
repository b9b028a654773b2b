/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.c - lists of connections with their ages, looked over twice a second. */
#include "searchd/watch.h"

#include <linux/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { SWEEP_MS = 500, DRAIN_POLL_MS = 10 };

struct watched {
    struct watched *next, *previous;
    int fd;
    enum watch_stage stage;
    bool shut;
    int64_t since_ms; /* when the stage began */
    /* Of a reply: how much the client had acknowledged, and when. Work's time is not the client's. 0: not begun. */
    int64_t paced_ms;
    uint64_t paced_bytes;
};

/* In the order in which they came into it. */
struct list {
    struct watched *first, *last;
};

struct watch {
    pthread_mutex_t mutex;
    pthread_cond_t stop_told;
    pthread_t thread;
    const struct limits *limits;
    struct metrics *metrics;
    struct list waiting, busy; /* WATCH_HEAD; the others */
    bool draining, stopping;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct list *list_of(struct watch *w, const struct watched *c)
{
    return c->stage == WATCH_HEAD ? &w->waiting : &w->busy;
}

static void append(struct watch *w, struct watched *c)
{
    struct list *l = list_of(w, c);
    c->next = NULL;
    c->previous = l->last;
    *(l->last ? &l->last->next : &l->first) = c;
    l->last = c;
}

static void take_out(struct watch *w, struct watched *c)
{
    struct list *l = list_of(w, c);
    *(c->previous ? &c->previous->next : &l->first) = c->next;
    *(c->next ? &c->next->previous : &l->last) = c->previous;
}

/* A request lies there that the I/O thread has not read yet. */
static bool has_unread(int fd)
{
    char byte;
    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* The I/O thread still owns the socket: shut down here, it closes it there. */
static void shut(struct watch *w, struct watched *c, enum metrics_refusal why)
{
    const struct linger none = {.l_onoff = 1};
    if (!c->shut)
        metrics_add(&w->metrics->refusals[why], 1);
    c->shut = true;
    if (why == REFUSED_SLOW_READER) /* what it has not read is thrown away: megabytes of the system's memory */
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    shutdown(c->fd, SHUT_RDWR);
}

/* False: what has no TCP is not paced. */
static bool acknowledged(int fd, uint64_t *bytes)
{
    struct tcp_info info;
    socklen_t len = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) ||
        len < offsetof(struct tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked)
        return false;
    *bytes = info.tcpi_bytes_acked;
    return true;
}

/* What lies in the client's own buffers counts as read: a pause that these bridge is none. */
static bool is_too_slow(const struct watch *w, struct watched *c, int64_t now)
{
    uint64_t pace = c->stage == WATCH_STREAM ? w->limits->export_pace : w->limits->pace, bytes;
    int64_t passed = now - c->paced_ms;
    if (c->stage == WATCH_WORK || !pace || passed < (int64_t)w->limits->pace_seconds * 1000 ||
        !acknowledged(c->fd, &bytes))
        return false;
    bool slow = bytes - c->paced_bytes < pace * (uint64_t)passed / 1000;
    c->paced_bytes = bytes;
    c->paced_ms = now;
    return slow;
}

static void sweep_waiting(struct watch *w, int64_t now, size_t *busy)
{
    for (struct watched *c = w->waiting.first; c; c = c->next) {
        bool waits = w->draining && has_unread(c->fd);
        int64_t limit = w->draining && !waits ? 0 : (int64_t)w->limits->head_seconds * 1000;
        *busy += waits;
        if (now - c->since_ms >= limit)
            shut(w, c, w->draining ? REFUSED_NOBODY : REFUSED_SLOW_HEAD);
        else if (!w->draining)
            break; /* the others came later */
    }
}

static size_t sweep(struct watch *w)
{
    int64_t now = now_ms();
    size_t busy = 0;
    sweep_waiting(w, now, &busy);
    for (struct watched *c = w->busy.first; c; c = c->next) {
        if (now - c->since_ms >= (int64_t)w->limits->reply_seconds * 1000 || is_too_slow(w, c, now))
            shut(w, c, REFUSED_SLOW_READER);
        busy++;
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

struct watch *watch_new(const struct limits *limits, struct metrics *metrics)
{
    struct watch *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->stop_told, NULL);
    w->limits = limits;
    w->metrics = metrics;
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
    append(w, c);
    pthread_mutex_unlock(&w->mutex);
    return c;
}

void watch_remove(struct watch *w, struct watched *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&w->mutex);
    take_out(w, c);
    pthread_mutex_unlock(&w->mutex);
    free(c);
}

/* A reply's pace begins with its first byte, and stands still while a piece of it is made. */
static void pace(struct watched *c, enum watch_stage stage, int64_t now)
{
    if (stage == WATCH_HEAD)
        c->paced_ms = 0;
    else if (stage != WATCH_WORK && !c->paced_ms && acknowledged(c->fd, &c->paced_bytes))
        c->paced_ms = now;
    else if (c->stage == WATCH_WORK && c->paced_ms)
        c->paced_ms += now - c->since_ms;
}

void watch_stage(struct watch *w, struct watched *c, enum watch_stage stage)
{
    if (!c)
        return;
    pthread_mutex_lock(&w->mutex);
    int64_t now = now_ms();
    pace(c, stage, now);
    take_out(w, c);
    c->stage = stage;
    c->since_ms = now;
    append(w, c);
    pthread_mutex_unlock(&w->mutex);
}

void watch_make_room(struct watch *w)
{
    pthread_mutex_lock(&w->mutex);
    struct watched *c = w->waiting.first;
    while (c && c->shut)
        c = c->next;
    if (c)
        shut(w, c, REFUSED_CONNECTIONS);
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
