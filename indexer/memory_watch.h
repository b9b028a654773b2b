/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory_watch.h - each allocation that fails of the libraries that make text of bytes is noted, too (memory.h):
 * libxml2's and cJSON's, by their hooks. */
#ifndef HUSTINGS_MEMORY_WATCH_H
#define HUSTINGS_MEMORY_WATCH_H

#include <stdbool.h>

/* Once, before the first use of either library. False: no memory for that. */
bool memory_watch(void);

#endif
