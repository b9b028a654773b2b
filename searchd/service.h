/* SPDX-License-Identifier: GPL-2.0-or-later */
/* service.h - what every request of one running daemon shares. */
#ifndef HUSTINGS_SERVICE_H
#define HUSTINGS_SERVICE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "searchd/metrics.h"

struct cache;
struct probe;
struct queue;

struct service {
    const char *archive;  /* folder; there may be none yet */
    unsigned deadline_ms; /* for a search, from its arrival */
    unsigned page_depth, facet_values; /* limits.h's; 0: all that a search allows */
    unsigned scrub_seconds; /* scrub.h's; 0: never */
    const char *public_url; /* public_url.h's; NULL: not known */
    const char *site_name;  /* what its pages are called */
    struct cache *cache;  /* NULL: every answer is made anew */
    struct probe *probe;  /* what /readyz tells; NULL: not ready */
    struct queue *queue;  /* for /metrics; NULL: none */
    struct metrics metrics;
    time_t started;       /* when the process began */
    atomic_bool draining; /* set once, when the daemon was told to stop */
};

#endif
