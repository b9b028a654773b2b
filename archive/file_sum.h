/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file_sum.h - the XXH3 of a file's bytes, read piece by piece: a map of it all would count as this program's memory,
 * and a sector of it that the disk cannot read would end the program by SIGBUS instead of an error. */
#ifndef HUSTINGS_FILE_SUM_H
#define HUSTINGS_FILE_SUM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* How what takes long is read; NULL in its place: as fast as it goes, to the end. */
struct pace {
    const atomic_bool *stop;   /* NULL: nobody stops it */
    uint64_t bytes_per_second; /* 0: as many as there are */
};

/* Of all from offset from on to the end; *bytes (may be NULL): how many those were. Moves the offset of fd. -1: errno
 * says why, ECANCELED when pace->stop became true. */
int file_sum(int fd, off_t from, const struct pace *pace, uint64_t *sum, uint64_t *bytes);

#endif
