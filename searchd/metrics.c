/* SPDX-License-Identifier: GPL-2.0-or-later */
/* metrics.c - what one daemon has counted of itself. */
#include "searchd/metrics.h"

/* From an answer out of the cache to one that the deadline cuts. */
const uint32_t metrics_bounds_us[METRICS_BOUNDS] = {100,   250,   500,    1000,   2500,   5000,   10000,
                                                    25000, 50000, 100000, 250000, 500000, 1000000};

const char *const metrics_refusal_names[REFUSED_NOBODY] = {
    [REFUSED_RATE] = "rate",
    [REFUSED_QUEUE] = "queue",
    [REFUSED_CONNECTIONS] = "connections",
    [REFUSED_CONNECTIONS_PER_ADDRESS] = "connections_per_address",
    [REFUSED_EXPORTS] = "exports",
    [REFUSED_EXPORTS_PER_ADDRESS] = "exports_per_address",
    [REFUSED_EXPORT_KEY] = "export_key",
    [REFUSED_HEAD] = "head",
    [REFUSED_SLOW_HEAD] = "slow_head",
    [REFUSED_SLOW_READER] = "slow_reader",
};

void metrics_answered(struct metrics *m, size_t route, int status, int64_t ns)
{
    if (route >= METRICS_ROUTES_MAX || status < 100 || status >= 100 * (METRICS_CLASSES + 1))
        return;
    uint64_t us = ns > 0 ? (uint64_t)ns / 1000 : 0;
    size_t bucket = 0;
    while (bucket < METRICS_BOUNDS && us > metrics_bounds_us[bucket])
        bucket++;
    metrics_add(&m->routes[route].classes[status / 100 - 1], 1);
    metrics_add(&m->routes[route].buckets[bucket], 1);
    metrics_add(&m->routes[route].time_us, us);
}
