/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_arrivals.h - files that have arrived and are not taken in yet: first they settle, then they are ready.
 *
 * A file is ready when who wrote it closed it or moved it there, or else when it has lain unchanged for a while; and
 * not while anybody is seen to have it open to write. Times are seconds of one clock that never goes back. */
#ifndef HUSTINGS_WATCH_ARRIVALS_H
#define HUSTINGS_WATCH_ARRIVALS_H

#include "indexer/watch_stamp.h"

#include <stddef.h>
#include <sys/queue.h>

struct arrival {
    char *path;
    struct stamp stamp;
    double since; /* when it was seen so first */
    bool whole, ready;
    TAILQ_ENTRY(arrival) in; /* of its list */
};
TAILQ_HEAD(arrival_list, arrival);

struct arrivals {
    void *tree;                   /* tsearch by path */
    struct arrival_list settling; /* by since */
    struct arrival_list ready;
    size_t settling_count, ready_count;
    double settle;                  /* seconds */
    double first_ready, last_ready; /* when those that are became so */
};

void arrivals_init(struct arrivals *a, double settle);
void arrivals_free(struct arrivals *a);
/* The file is as stamp says; whole: nobody is going on with it. False: out of memory. */
bool arrivals_note(struct arrivals *a, const char *path, const struct stamp *stamp, bool whole, double now);
void arrivals_forget(struct arrivals *a, const char *path); /* needs not be there */
/* Makes ready what is. */
void arrivals_settle(struct arrivals *a, double now);
/* Seconds until arrivals_settle has something to do; -1: nothing settles. */
double arrivals_due(const struct arrivals *a, double now);
/* Those ready, the oldest first by mtime, then by path: free. *count of them; NULL: there are none, or no memory. */
struct arrival **arrivals_ready(struct arrivals *a, size_t *count);
/* Looks at one that is ready again. True: it is as it was; else it settles anew, or is gone and freed. */
bool arrivals_still(struct arrivals *a, struct arrival *one, double now);

#endif
