/* SPDX-License-Identifier: GPL-2.0-or-later */
/* every.h - something that is done again and again, in a thread of its own. */
#ifndef HUSTINGS_EVERY_H
#define HUSTINGS_EVERY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

struct every;
/* Calls what(ctx) at once, and again ms milliseconds after each has ended, until stopped. What takes long looks at
 * *stopping meanwhile. mild: it gives way to other threads, at the processor and at the disk. NULL: out of memory or
 * threads. */
struct every *every_start(unsigned ms, bool mild, void (*what)(void *ctx, const atomic_bool *stopping), void *ctx);
/* Seconds of a clock that nobody sets, for what is not due each time. */
time_t every_now(void);
void every_stop(struct every *e); /* accepts NULL; waits for the call under way */

#endif
