/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_where.c - where a watched folder lies, and whether somebody is still writing a file there. */
#include "indexer/watch_where.h"

#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <sys/vfs.h>

bool watch_where_is_shared(const char *path)
{
    static const long kinds[] = {NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC,  CIFS_SUPER_MAGIC,
                                 SMB2_SUPER_MAGIC, FUSE_SUPER_MAGIC, V9FS_MAGIC,
                                 CEPH_SUPER_MAGIC, AFS_SUPER_MAGIC,  CODA_SUPER_MAGIC};
    struct statfs fs;

    if (statfs(path, &fs) < 0)
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if ((long)fs.f_type == kinds[i])
            return true;
    }
    return false;
}

/* A lease to read is only given where nobody writes. It is given back at once; a writer that comes meanwhile waits
 * that long, and its signal is none of ours. */
bool watch_where_is_written(const char *path)
{
    scoped(fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return false;
    signal(SIGIO, SIG_IGN);
    if (fcntl(fd, F_SETLEASE, F_RDLCK) < 0)
        return errno == EAGAIN;
    fcntl(fd, F_SETLEASE, F_UNLCK);
    return false;
}
