/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory.h - whether memory ended for the calling thread, however well what called for it got along without.
 *
 * Libraries that read articles make something else of them then: a page without its end, a charset that is not known.
 * Whoever hands such work on asks here, and gives it up. Who notes: indexer/memory_watch.c. */
#ifndef HUSTINGS_MEMORY_H
#define HUSTINGS_MEMORY_H

#include <stdbool.h>

/* From here on it has not. */
void memory_forget(void);
void memory_note(void);
bool memory_ended(void);

#endif
