/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_stamp.h - what tells one state of a file from another without reading it. */
#ifndef HUSTINGS_WATCH_STAMP_H
#define HUSTINGS_WATCH_STAMP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct stamp {
    uint64_t size, inode;
    int64_t seconds, nanoseconds; /* mtime */
};

static inline struct stamp stamp_of(const struct stat *st)
{
    return (struct stamp){.size = (uint64_t)st->st_size,
                          .inode = st->st_ino,
                          .seconds = st->st_mtim.tv_sec,
                          .nanoseconds = st->st_mtim.tv_nsec};
}

static inline bool stamp_same(const struct stamp *a, const struct stamp *b)
{
    return a->size == b->size && a->inode == b->inode && a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}

#endif
