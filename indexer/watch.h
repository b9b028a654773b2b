/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.h - a folder whose files are taken in as they arrive. */
#ifndef HUSTINGS_WATCH_H
#define HUSTINGS_WATCH_H

#include "indexer/intake.h"

enum {
    WATCH_SETTLE = 3,       /* seconds a file must lie unchanged that nobody was seen to close */
    WATCH_POLL_SHARED = 10, /* seconds between walks where nothing tells of changes */
    WATCH_WALK = 3600,      /* and where all is told: for what was told wrong */
    WATCH_FILES = 20000     /* of one batch */
};
#define WATCH_BYTES (UINT64_C(1) << 30) /* likewise, on disk */

struct watch_options {
    struct intake_options intake; /* wait_ms is not asked */
    const char *folder;
    unsigned settle, poll; /* seconds; poll 0: be told where that can be */
    long wait;             /* seconds for another writer; -1: as long as it takes */
};

/* Until interrupted; an exit code (command.h). */
int watch_run(const struct watch_options *options);

#endif
