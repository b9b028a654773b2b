/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk.h - the files that paths name: themselves, or all of a folder, sorted by name. */
#ifndef HUSTINGS_WALK_H
#define HUSTINGS_WALK_H

#include "archive/error.h"

#include <stdint.h>

struct walk_options {
    void *ctx;
    /* A file to read; "-" is stdin. bytes: its size, 0 when not known. Not 0: stop. */
    int (*file)(void *ctx, const char *path, uint64_t bytes);
    /* What cannot be read. Not given: passed over. */
    void (*problem)(void *ctx, const char *path, const char *reason);
    /* A folder, before it is read; or NULL. Not 0: stop. */
    int (*folder)(void *ctx, const char *path);
    const char *const *leave_out; /* folders not to be entered, such as the archive itself; NULL ends */
};

/* Follows links; passes over hidden files of folders, loops of links, and what is no file
 * (a pipe in a folder would never end), but takes anything that is named itself. Returns what file returned. */
int walk_paths(char *const *paths, int count, const struct walk_options *options, struct error *err);

#endif
