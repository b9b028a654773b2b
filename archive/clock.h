/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clock.h - how long ago something was. */
#ifndef HUSTINGS_CLOCK_H
#define HUSTINGS_CLOCK_H

#include <time.h>

/* Milliseconds since *begin, a time of CLOCK_MONOTONIC. */
static inline double clock_ms_since(const struct timespec *begin)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begin->tv_sec) * 1e3 + (double)(now.tv_nsec - begin->tv_nsec) / 1e6;
}

#endif
