/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk.h - the files that paths name: themselves, or all of a folder, sorted by name. */
#ifndef HUSTINGS_WALK_H
#define HUSTINGS_WALK_H

#include "archive/error.h"

#include <stdbool.h>
#include <stdint.h>

struct walk_options {
    void *ctx;
    /* A file to read; "-" is stdin. root: what was named, below which it was found: walk_open then, since it may be
     * another by now; NULL: it was named itself. bytes: its size, 0 when not known. Not 0: stop. */
    int (*file)(void *ctx, const char *path, const char *root, uint64_t bytes);
    /* What cannot be read. Not given: passed over. */
    void (*problem)(void *ctx, const char *path, const char *reason);
    /* What lies in a folder and is no file, such as a pipe, is passed over; or NULL. */
    void (*passed)(void *ctx, const char *path, const char *reason);
    /* A folder, before it is read; or NULL. Not 0: stop. */
    int (*folder)(void *ctx, const char *path);
    const char *within;           /* the folder that links may lead to; NULL: what was named */
    const char *const *leave_out; /* folders not to be entered, such as the archive itself; NULL ends */
};

/* Follows links that lead to something else of what was named: who may put a link into a folder could have anything
 * read by it that the reader may read. Passes over hidden files of folders, loops of links, and what is no file (a pipe
 * in a folder would never end), but takes anything that is named itself. Returns what file returned. */
int walk_paths(char *const *paths, int count, const struct walk_options *options, struct error *err);

/* Whether path, by links in it, leads to what is neither one of the roots nor below one; reason (of WALK_REASON_MAX)
 * says so. */
enum { WALK_REASON_MAX = 4096 + 128 };
bool walk_leads_out(const char *path, const char *const *roots, int count, char *reason);
/* Opens a file that was found below root, to be read, if it is a file still and lies below root or one of the roots:
 * between a look at a path and its use, its links and folders may have become others. -1: reason (of WALK_REASON_MAX)
 * says why not. */
int walk_open(const char *path, const char *root, const char *const *roots, int count, char *reason);

#endif
