/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk.c - the files that paths name: themselves, or all of a folder, sorted by name. */
#include "indexer/walk.h"

#include "archive/memory.h"
#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool is_left_out(const FTSENT *entry, const char *const *folders)
{
    struct stat st;

    for (; folders && *folders; folders++) {
        if (stat(*folders, &st) == 0 && st.st_dev == entry->fts_statp->st_dev && st.st_ino == entry->fts_statp->st_ino)
            return true;
    }
    return false;
}

/* path is root or lies below it; both are without links. */
static bool is_below(const char *path, const char *root)
{
    size_t len = strlen(root);

    return strcmp(root, "/") == 0 || (strncmp(path, root, len) == 0 && (!path[len] || path[len] == '/'));
}

/* Whether `to`, which is without links, is the root or lies below it. */
static bool is_within(const char *to, const char *root)
{
    scoped(char_ptr) char *real = realpath(root, NULL);

    if (!real && errno == ENOMEM)
        memory_note();
    return real && is_below(to, real);
}

static bool is_within_any(const char *to, const char *const *roots, int count)
{
    for (int i = 0; i < count; i++)
        if (is_within(to, roots[i]))
            return true;
    return false;
}

static void say_leads_out(const char *to, char *reason)
{
    snprintf(reason, WALK_REASON_MAX,
             "is a link to '%.4000s', outside of what was named, and not read: name that, too, if it is to be", to);
}

bool walk_leads_out(const char *path, const char *const *roots, int count, char *reason)
{
    scoped(char_ptr) char *to = realpath(path, NULL);

    if (!to && errno == ENOMEM)
        memory_note();
    if (!to) { /* gone, as who reads it says; or of no name, as what /proc/PID/fd leads to may be */
        snprintf(reason, WALK_REASON_MAX, "is a link to what has no name, and not read");
        return access(path, F_OK) == 0;
    }
    if (is_within_any(to, roots, count))
        return false;
    say_leads_out(to, reason);
    return true;
}

int walk_open(const char *path, const char *root, const char *const *roots, int count, char *reason)
{
    /* Neither read nor waited for until it is known what it is. */
    scoped(fd) int place = open(path, O_PATH | O_CLOEXEC);
    char name[64], to[PATH_MAX];
    struct stat st;

    snprintf(name, sizeof name, "/proc/self/fd/%d", place);
    ssize_t len = place < 0 || fstat(place, &st) < 0 ? -1 : readlink(name, to, sizeof to - 1);
    if (len < 0) {
        snprintf(reason, WALK_REASON_MAX, "cannot be opened: %s", strerror(errno));
        return -1;
    }
    to[len] = '\0';
    if (!S_ISREG(st.st_mode)) {
        snprintf(reason, WALK_REASON_MAX, "is no file any more");
        return -1;
    }
    if (!is_within(to, root) && !is_within_any(to, roots, count)) {
        say_leads_out(to, reason);
        return -1;
    }
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        snprintf(reason, WALK_REASON_MAX, "cannot be opened: %s", strerror(errno));
    return fd;
}

/* The whole of one walk. */
struct walk {
    const struct walk_options *options;
    const char *const *roots;
    int count;
    const char *root; /* what of them is being walked */
};

static void tell(const struct walk_options *o, const FTSENT *entry, const char *reason)
{
    if (o->problem)
        o->problem(o->ctx, entry->fts_path, reason);
}

static const char *kind_of(mode_t mode)
{
    return S_ISFIFO(mode)   ? "is a pipe, which is not read in a folder: name it itself if it is to be"
           : S_ISSOCK(mode) ? "is a socket, which is not read"
                            : "is a device, which is not read in a folder: name it itself if it is to be";
}

static int visit(FTS *tree, FTSENT *entry, const struct walk *w)
{
    const struct walk_options *o = w->options;
    const unsigned short info = entry->fts_info;
    bool named = entry->fts_level == FTS_ROOTLEVEL, is_there = info == FTS_D || info == FTS_F || info == FTS_DEFAULT;
    char reason[WALK_REASON_MAX];
    struct stat st;

    if (!named && *entry->fts_name == '.') {
        fts_set(tree, entry, FTS_SKIP);
        return 0;
    }
    if (!named && is_there && lstat(entry->fts_accpath, &st) == 0 && S_ISLNK(st.st_mode) &&
        walk_leads_out(entry->fts_accpath, w->roots, w->count, reason)) {
        fts_set(tree, entry, FTS_SKIP);
        tell(o, entry, reason);
        return 0;
    }
    switch (info) {
    case FTS_D:
        if (!is_left_out(entry, o->leave_out))
            return o->folder ? o->folder(o->ctx, entry->fts_path) : 0;
        fts_set(tree, entry, FTS_SKIP);
        if (named)
            tell(o, entry, "is a folder of this run's own, not one to read");
        return 0;
    case FTS_F:
        return o->file(o->ctx, entry->fts_path, named ? NULL : w->root, (uint64_t)entry->fts_statp->st_size);
    case FTS_DEFAULT:
        if (!named && o->passed)
            o->passed(o->ctx, entry->fts_path, kind_of(entry->fts_statp->st_mode));
        return named ? o->file(o->ctx, entry->fts_path, NULL, 0) : 0;
    case FTS_SLNONE:
        tell(o, entry, "is a link to nothing");
        return 0;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        tell(o, entry, strerror(entry->fts_errno));
        return 0;
    default: /* FTS_DC a loop, FTS_DP a folder left */
        return 0;
    }
}

static int walk_one(char *path, const struct walk *w, struct error *err)
{
    char *const roots[] = {path, NULL};
    struct stat st;

    if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) /* without fts_open, which looks at no memory it gets for a root */
        return w->options->file(w->options->ctx, path, NULL, (uint64_t)st.st_size);
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    FTSENT *entry;
    int rc = 0;

    if (!tree)
        return error_errno(err, errno, "cannot walk '%s'", path);
    errno = 0;
    while (!rc && (entry = fts_read(tree))) {
        rc = visit(tree, entry, w);
        errno = 0;
    }
    if (!rc && errno)
        rc = error_errno(err, errno, "cannot walk '%s'", path);
    fts_close(tree);
    return rc;
}

int walk_paths(char *const *paths, int count, const struct walk_options *options, struct error *err)
{
    const char *const *named = (const char *const *)paths;
    struct walk walk = {options, options->within ? &options->within : named, options->within ? 1 : count, NULL};

    for (int i = 0; i < count; i++) {
        walk.root = options->within ? options->within : paths[i];
        int rc = strcmp(paths[i], "-") == 0 ? options->file(options->ctx, "-", NULL, 0)
                 : *paths[i]                ? walk_one(paths[i], &walk, err)
                                            : 0;
        if (rc)
            return rc;
    }
    return 0;
}
