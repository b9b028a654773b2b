/* SPDX-License-Identifier: GPL-2.0-or-later */
/* service.h - what every request of one running daemon shares. */
#ifndef HUSTINGS_SERVICE_H
#define HUSTINGS_SERVICE_H

#include <stdatomic.h>
#include <stddef.h>

struct probe;

struct service {
    const char *archive;  /* folder; there may be none yet */
    size_t cache_bytes;   /* 0: no response cache */
    unsigned deadline_ms; /* for a search, from its arrival */
    struct probe *probe;  /* what /readyz tells; NULL: not ready */
    atomic_ulong retries; /* searches done again because a writer overtook them */
    atomic_bool draining; /* set once, when the daemon was told to stop */
};

#endif
