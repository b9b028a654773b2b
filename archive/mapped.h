/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapped.h - files read by mmap, and what becomes of a page that the disk does not give.
 *
 * Such a page is a SIGBUS to whoever reads it, which ends the program. One that answers many others calls mapped_catch:
 * from then on zeros lie in the place of that whole file, and its map is lost. Who reads goes on, as it would over a
 * damaged file, and must ask mapped_is_lost before it believes what it read. */
#ifndef HUSTINGS_MAPPED_H
#define HUSTINGS_MAPPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mapped;
/* All of the file, to be read; the caller's thread's alone. NULL: errno says why. */
struct mapped *mapped_open(int fd, size_t size);
void mapped_close(struct mapped *m); /* accepts NULL */
const uint8_t *mapped_bytes(const struct mapped *m);
bool mapped_is_lost(const struct mapped *m);

/* In this process, from now on. A SIGBUS elsewhere ends it as before. */
void mapped_catch(void);
/* How many maps were lost so far. */
unsigned mapped_losses(void);

#endif
