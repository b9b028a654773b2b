/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.h - ends connections that have waited too long, whatever they drip.
 *
 * libmicrohttpd's timeout counts inactivity only: a byte a second would live for
 * ever. Here the whole age of a request's head, and of a reply's sending, counts. */
#ifndef HUSTINGS_WATCH_H
#define HUSTINGS_WATCH_H

#include <stdbool.h>
#include <stddef.h>

struct watch;
struct watched;

enum { WATCH_REPLY_SECONDS = 600 }; /* a slow reader of a large page; then it must ask again */

/* head_seconds: from connecting, or from the last answer, to a whole request. NULL: out of memory or threads. */
struct watch *watch_new(unsigned head_seconds);
void watch_free(struct watch *w); /* accepts NULL; every connection must be gone */
/* NULL: out of memory. fd must stay open until watch_remove. */
struct watched *watch_add(struct watch *w, int fd);
void watch_remove(struct watch *w, struct watched *c); /* accepts NULL c */
/* A request's head is whole (busy), or its answer is out (not busy). Accepts NULL c. */
void watch_busy(struct watch *w, struct watched *c, bool busy);
/* Shuts what is idle now and from here on; true when nothing busy was left within seconds. */
bool watch_wait_idle(struct watch *w, unsigned seconds);

#endif
