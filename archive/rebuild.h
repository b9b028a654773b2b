/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rebuild.h - the index anew, from the segments alone.
 *
 * Nothing of the old index is read but its generation's file, so that it may be damaged or gone. Readers go on with the
 * old one until the new is switched to. What a run that was killed left behind its last commit, whole, is in, too. */
#ifndef HUSTINGS_REBUILD_H
#define HUSTINGS_REBUILD_H

#include "archive/build.h"

struct rebuild_options {
    struct build_options build;
    /* Told after each stored record. */
    void (*reading)(void *ctx, uint64_t bytes, uint64_t all, uint64_t records);
    /* A stored record that cannot be read, and is left out. */
    void (*damage)(void *ctx, const char *wrong);
    void *ctx;
};

struct rebuilt {
    uint64_t records, damaged, articles;
};

/* FAULT_NOT_FOUND when dir holds no stored articles, FAULT_LOCKED after wait_ms. On failure the old index stands. */
int archive_rebuild(const char *dir, unsigned wait_ms, const struct rebuild_options *options, struct rebuilt *out,
                    struct error *err);

#endif
