/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_where.h - where a watched folder lies, and whether somebody is still writing a file there. */
#ifndef HUSTINGS_WATCH_WHERE_H
#define HUSTINGS_WATCH_WHERE_H

#include <stdbool.h>

/* Whether other machines, or a program, may change what lies there without the kernel knowing: NFS, SMB, FUSE ... */
bool watch_where_is_shared(const char *path);
/* Whether a process of this machine has the file open to write, as far as the kernel tells us: it does so of one's own
 * files. Not knowing is false. */
bool watch_where_is_written(const char *path);

#endif
