/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scrub.h - what was proved is read again once in a while: a disk may lose what it had.
 *
 * At SCRUB_RATE, in a thread that gives way to searches. What is found is proof.h's to judge, which is told to read all
 * again. Pages that the system still has in memory are read from there: then what is served is what was proved. */
#ifndef HUSTINGS_SCRUB_H
#define HUSTINGS_SCRUB_H

#include "searchd/proof.h"

enum {
    SCRUB_SECONDS_DEFAULT = 7 * 86400, /* from the end of one to the next */
    SCRUB_RATE = 20 * 1000 * 1000      /* bytes a second: a tenth of what a slow disk gives */
};

struct scrub;
/* The first is so many seconds from now. NULL: out of memory or threads. */
struct scrub *scrub_start(const char *archive, unsigned seconds, struct proof *proof);
void scrub_stop(struct scrub *s); /* accepts NULL */

#endif
