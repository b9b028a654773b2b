/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory.h - whether memory ended for the calling thread, however well what called for it got along without.
 *
 * What is made then may be something else: an article without its end, a query without a word. Whoever hands it on, to
 * the archive or to whom it answers, asks here and gives it up. Who notes: memory_wrap.c, what our code asks for, in
 * the programs; who calls a library that gets along without. */
#ifndef HUSTINGS_MEMORY_H
#define HUSTINGS_MEMORY_H

#include <stdbool.h>

/* From here on it has not. */
void memory_forget(void);
void memory_note(void);
bool memory_ended(void);

#endif
