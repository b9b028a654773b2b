/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk.c - the files that paths name: themselves, or all of a folder, sorted by name. */
#include "indexer/walk.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

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

static void tell(const struct walk_options *o, const FTSENT *entry, const char *reason)
{
    if (o->problem)
        o->problem(o->ctx, entry->fts_path, reason);
}

static int visit(FTS *tree, FTSENT *entry, const struct walk_options *o)
{
    bool named = entry->fts_level == FTS_ROOTLEVEL;

    if (!named && *entry->fts_name == '.') {
        fts_set(tree, entry, FTS_SKIP);
        return 0;
    }
    switch (entry->fts_info) {
    case FTS_D:
        if (!is_left_out(entry, o->leave_out))
            return o->folder ? o->folder(o->ctx, entry->fts_path) : 0;
        fts_set(tree, entry, FTS_SKIP);
        if (named)
            tell(o, entry, "is a folder of this run's own, not one to read");
        return 0;
    case FTS_F:
        return o->file(o->ctx, entry->fts_path, (uint64_t)entry->fts_statp->st_size);
    case FTS_DEFAULT:
        return named ? o->file(o->ctx, entry->fts_path, 0) : 0;
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

static int walk_one(char *path, const struct walk_options *o, struct error *err)
{
    char *const roots[] = {path, NULL};
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    FTSENT *entry;
    int rc = 0;

    if (!tree)
        return error_errno(err, errno, "cannot walk '%s'", path);
    errno = 0;
    while (!rc && (entry = fts_read(tree))) {
        rc = visit(tree, entry, o);
        errno = 0;
    }
    if (!rc && errno)
        rc = error_errno(err, errno, "cannot walk '%s'", path);
    fts_close(tree);
    return rc;
}

int walk_paths(char *const *paths, int count, const struct walk_options *options, struct error *err)
{
    for (int i = 0; i < count; i++) {
        int rc = strcmp(paths[i], "-") == 0 ? options->file(options->ctx, "-", 0)
                 : *paths[i]                ? walk_one(paths[i], options, err)
                                            : 0;
        if (rc)
            return rc;
    }
    return 0;
}
