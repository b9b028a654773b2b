/* SPDX-License-Identifier: GPL-2.0-or-later */
/* starved.h - memory that runs out at a chosen allocation: preloaded (starved.so), or linked into a test.
 *
 * Counted are malloc, calloc, realloc, memalign and its kin, operator new, of all threads. Freeing never fails. */
#ifndef HUSTINGS_STARVED_H
#define HUSTINGS_STARVED_H

#include <stdatomic.h>

/* Shared with the test that drives a preloaded program: STARVED names a file of this. */
struct starved {
    atomic_long count;   /* allocations since the driver set it to 0 */
    atomic_long at;      /* the number of the one that fails; 0: none does */
    atomic_long onwards; /* not 0: those behind it fail, too */
    atomic_long failed;  /* how many did */
    atomic_long live;    /* how many are not freed yet */
    atomic_long ready;   /* 1 once somebody counts here */
};

/* Where this process counts; never NULL. */
struct starved *starved(void);

#endif
