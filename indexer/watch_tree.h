/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_tree.h - a folder and all below it, told of by inotify, and walked where that says nothing.
 *
 * Passed over are hidden names, folders of this program's own, what is no file, and names that programs give to what
 * they have not finished (watch_is_partial). Links are followed once. */
#ifndef HUSTINGS_WATCH_TREE_H
#define HUSTINGS_WATCH_TREE_H

#include "archive/error.h"

#include <stdbool.h>

enum watch_sign {
    WATCH_SEEN,    /* found by walking, or linked there: it may be being written */
    WATCH_TOUCHED, /* the same, and its rights or times changed */
    WATCH_WHOLE,   /* closed by who wrote it, or moved there */
    WATCH_GONE
};

struct watch_tree_options {
    void *ctx;
    void (*file)(void *ctx, const char *path, enum watch_sign sign);
    /* What cannot be watched or read, each once. */
    void (*problem)(void *ctx, const char *path, const char *reason);
    const char *const *leave_out; /* folders; NULL ends */
    bool walks_only;              /* ask inotify nothing */
};

struct watch_tree;
/* root: an absolute path, borrowed as options are. */
struct watch_tree *watch_tree_new(const char *root, const struct watch_tree_options *options, struct error *err);
void watch_tree_free(struct watch_tree *w); /* accepts NULL */
/* Walks all, watching every folder before it is read. FAULT_NOT_FOUND: root is gone. */
int watch_tree_walk(struct watch_tree *w, struct error *err);
/* Readable when there is something to read; -1: inotify is not asked, or had no room for all folders. */
int watch_tree_fd(const struct watch_tree *w);
/* Takes what inotify has to say. 1: it lost something, walk anew; FAULT_NOT_FOUND: root is gone. */
int watch_tree_read(struct watch_tree *w, struct error *err);
/* Whether inotify tells of all that happens there: not of what other machines do in a shared folder. */
bool watch_tree_is_told(const struct watch_tree *w);

bool watch_is_partial(const char *name);

#endif
