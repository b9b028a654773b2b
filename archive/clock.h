/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clock.h - how long ago something was, and whether that is too long. */
#ifndef HUSTINGS_CLOCK_H
#define HUSTINGS_CLOCK_H

#include <stdbool.h>
#include <time.h>

/* Milliseconds since *begin, a time of CLOCK_MONOTONIC. */
static inline double clock_ms_since(const struct timespec *begin)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begin->tv_sec) * 1e3 + (double)(now.tv_nsec - begin->tv_nsec) / 1e6;
}

struct clock_limit {
    struct timespec begin;
    double ms; /* from begin; 0: none */
};

static inline bool clock_is_past(const struct clock_limit *limit)
{
    return limit->ms > 0 && clock_ms_since(&limit->begin) >= limit->ms;
}

/* For what takes a time limit of its own, where 0 is none. */
static inline double clock_ms_left(const struct clock_limit *limit)
{
    double left = limit->ms - clock_ms_since(&limit->begin);

    return limit->ms <= 0 ? 0 : left > 0.1 ? left : 0.1;
}

#endif
