/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory_watch.h - each allocation that fails, of ours and of the libraries that make text of bytes, is noted (memory.h).
 *
 * Ours by the linker's --wrap; libxml2's and cJSON's by their hooks. */
#ifndef HUSTINGS_MEMORY_WATCH_H
#define HUSTINGS_MEMORY_WATCH_H

#include <stdbool.h>

/* Once, before the first use of either library. False: no memory for that. */
bool memory_watch(void);

#endif
