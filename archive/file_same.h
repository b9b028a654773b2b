/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file_same.h - whether a file is the one that was seen, and as it was. */
#ifndef HUSTINGS_FILE_SAME_H
#define HUSTINGS_FILE_SAME_H

#include <stdbool.h>
#include <sys/stat.h>

static inline bool time_is_same(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static inline bool file_is_same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
           time_is_same(&a->st_mtim, &b->st_mtim);
}

#endif
