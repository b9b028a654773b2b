/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pipeline.h - articles from the caller, who reads, to the thread that stores, packed by many on the way.
 *
 * They arrive in the order in which they were given. What is on the way is bounded, in number and in bytes:
 * the reader waits. */
#ifndef HUSTINGS_PIPELINE_H
#define HUSTINGS_PIPELINE_H

#include "archive/store.h"

enum {
    PIPELINE_ARTICLES = 512,
    PIPELINE_BYTES = 48 << 20, /* of articles on the way with their packed copies; one larger goes alone */
    PIPELINE_TICK_MS = 100
};

struct pipeline;

struct pipeline_work {
    void *ctx;
    /* On the caller's thread: gives all articles by pipeline_give, and returns early when that fails. */
    void (*read)(void *ctx, struct pipeline *p);
    const struct writer *writer; /* whose segment records are packed for; NULL: for none (packer_pack) */
    /* The three below on a thread of their own; not 0: stop. */
    int (*put)(void *ctx, struct packed *packed, const char *where);
    int (*refused)(void *ctx, const struct article *a, const char *where, const struct error *why);
    int (*tick)(void *ctx); /* every PIPELINE_TICK_MS or so, also when nothing arrives */
};

/* Returns when all is put (0), or work said stop (-1; *err is left to work), or for want of memory or threads. */
int pipeline_run(const struct pipeline_work *work, unsigned threads, struct error *err);

/* For work->read. Takes what *a holds; waits for room. -1: the run is over, stop reading. */
int pipeline_give(struct pipeline *p, struct article *a, const char *where);
/* Whether the run was ended by whoever puts; else a reader that cannot go on lacks memory. */
bool pipeline_is_over(struct pipeline *p);
/* Becomes readable when the run is over: what a wait for input must look at, too. */
int pipeline_stop_fd(const struct pipeline *p);

#endif
