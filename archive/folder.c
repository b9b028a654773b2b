/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.c - folders of the archive: made, removed with all that is in them, synced. */
#include "archive/folder.h"

#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

enum { OPEN_FOLDERS_MAX = 16 };

int folder_make(const char *path, struct error *err)
{
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return error_errno(err, errno, "cannot make folder '%s'", path);
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

int folder_remove(const char *path, struct error *err)
{
    if (nftw(path, remove_one, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
        return error_errno(err, errno, "cannot remove folder '%s'", path);
    return 0;
}

int folder_sync(const char *path, struct error *err)
{
    scoped(fd) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || fsync(fd) < 0)
        return error_errno(err, errno, "cannot sync folder '%s'", path);
    return 0;
}
