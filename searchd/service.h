/* SPDX-License-Identifier: GPL-2.0-or-later */
/* service.h - what every request of one running daemon shares. */
#ifndef HUSTINGS_SERVICE_H
#define HUSTINGS_SERVICE_H

#include <stdatomic.h>
#include <stddef.h>

#define HUSTINGS_VERSION "0.1.0"

struct service {
    const char *archive; /* folder; NULL when none was given */
    size_t cache_bytes;  /* 0: no response cache */
    atomic_bool draining; /* set once, when the daemon was told to stop */
};

#endif
