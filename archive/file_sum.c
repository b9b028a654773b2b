/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file_sum.c - the XXH3 of a file's bytes. */
#include "archive/file_sum.h"

#include "archive/scoped.h"

#include <errno.h>
#include <time.h>
#include <xxhash.h>

enum { PIECE = 1 << 20 };

static void free_state(XXH3_state_t **state)
{
    XXH3_freeState(*state);
}

static void rest(const struct pace *pace, uint64_t bytes)
{
    const uint64_t second = 1000000000;
    uint64_t ns = pace && pace->bytes_per_second ? bytes * second / pace->bytes_per_second : 0;
    const struct timespec time = {.tv_sec = (time_t)(ns / second), .tv_nsec = (long)(ns % second)};

    if (ns)
        nanosleep(&time, NULL);
}

int file_sum(int fd, off_t from, const struct pace *pace, uint64_t *sum, uint64_t *bytes)
{
    scoped(char_ptr) char *piece = malloc(PIECE);
    __attribute__((cleanup(free_state))) XXH3_state_t *state = XXH3_createState();
    uint64_t count = 0;
    ssize_t got = 1;

    if (!piece || !state) {
        errno = ENOMEM;
        return -1;
    }
    if (lseek(fd, from, SEEK_SET) < 0)
        return -1;
    XXH3_64bits_reset(state);
    while (got > 0) {
        if (pace && pace->stop && atomic_load(pace->stop)) {
            errno = ECANCELED;
            return -1;
        }
        got = read(fd, piece, PIECE);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0) {
            XXH3_64bits_update(state, piece, (size_t)got);
            count += (uint64_t)got;
            rest(pace, (uint64_t)got);
        }
    }
    *sum = XXH3_64bits_digest(state);
    if (bytes)
        *bytes = count;
    return got < 0 ? -1 : 0;
}
