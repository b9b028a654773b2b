/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.h - ends connections that have waited too long, whatever they drip.
 *
 * libmicrohttpd's timeout counts inactivity only: a byte a second would live for
 * ever. Here the whole age of a request's head, and of a reply's sending, counts, and how fast a reply is read. */
#ifndef HUSTINGS_WATCH_H
#define HUSTINGS_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "searchd/limits.h"
#include "searchd/metrics.h"

struct watch;
struct watched;

enum watch_stage {
    WATCH_HEAD,  /* a request is waited for: from connecting, or from the last answer's end */
    WATCH_WORK,  /* its answer, or the next piece of that, is being made */
    WATCH_SEND,  /* the client reads it */
    WATCH_STREAM /* likewise, an export */
};

/* limits and metrics must outlive it. NULL: out of memory or threads. */
struct watch *watch_new(const struct limits *limits, struct metrics *metrics);
void watch_free(struct watch *w); /* accepts NULL; every connection must be gone */
/* NULL: out of memory. fd must stay open until watch_remove. */
struct watched *watch_add(struct watch *w, int fd);
void watch_remove(struct watch *w, struct watched *c); /* accepts NULL c */
/* Accepts NULL c. The time of the stage begins anew; the pace is that of all the reply. */
void watch_stage(struct watch *w, struct watched *c, enum watch_stage stage);
/* Shuts the connection that has longest waited for its request, if there is one. */
void watch_make_room(struct watch *w);
/* Shuts what is idle now and from here on; true when nothing busy was left within seconds. */
bool watch_wait_idle(struct watch *w, unsigned seconds);

#endif
