/* SPDX-License-Identifier: GPL-2.0-or-later */
/* metrics.h - what one daemon has counted of itself, without locks; get_metrics.c prints it. */
#ifndef HUSTINGS_METRICS_H
#define HUSTINGS_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum {
    METRICS_ROUTES_MAX = 32, /* route_number is below */
    METRICS_CLASSES = 5,     /* 1xx to 5xx */
    METRICS_BOUNDS = 13      /* of the latency's buckets; one more has no bound */
};
/* Why a stranger was refused something, or cut off. */
enum metrics_refusal {
    REFUSED_RATE,
    REFUSED_QUEUE,
    REFUSED_CONNECTIONS,             /* made room for others */
    REFUSED_CONNECTIONS_PER_ADDRESS,
    REFUSED_EXPORTS,
    REFUSED_EXPORTS_PER_ADDRESS,
    REFUSED_EXPORT_KEY,
    REFUSED_HEAD, /* malformed, too large, with a body */
    REFUSED_SLOW_HEAD,
    REFUSED_SLOW_READER,
    REFUSED_NOBODY, /* an idle connection when stopping: not told */
    METRICS_REFUSALS
};
extern const char *const metrics_refusal_names[REFUSED_NOBODY];
extern const uint32_t metrics_bounds_us[METRICS_BOUNDS];

/* All zero to begin with. A counter only rises; each is exact, but they are not of one instant. */
struct metrics {
    struct {
        atomic_ulong classes[METRICS_CLASSES];
        atomic_ulong buckets[METRICS_BOUNDS + 1]; /* not cumulative */
        atomic_ulong time_us;
    } routes[METRICS_ROUTES_MAX];
    atomic_ulong refusals[METRICS_REFUSALS];
    atomic_ulong gone;    /* not searched for, since their clients had left */
    atomic_ulong partial; /* answers that the deadline cut short */
    atomic_ulong retries; /* searches done again because a writer overtook them */
    atomic_ulong connections_opened, connections_closed;
    atomic_ulong exports_begun, exports_ended, exports_broken; /* broken ones have ended too */
};

void metrics_answered(struct metrics *m, size_t route, int status, int64_t ns);

static inline void metrics_add(atomic_ulong *counter, unsigned long n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}
static inline unsigned long metrics_read(const atomic_ulong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

#endif
