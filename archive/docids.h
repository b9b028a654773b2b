/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docids.h - a set of docids: those of a run that are no longer to be found. */
#ifndef HUSTINGS_DOCIDS_H
#define HUSTINGS_DOCIDS_H

#include "archive/buffer.h"

struct docids {
    uint32_t *at; /* rising once settled */
    size_t count, size;
};

void docids_free(struct docids *d); /* d is empty and usable after */
bool docids_add(struct docids *d, uint32_t docid); /* false: out of memory */
/* Sorts, and drops what stands twice: needed after adding, before all below. */
void docids_settle(struct docids *d);
bool docids_has(const struct docids *d, uint32_t docid);
/* The first place from `from` on, of count rising docids, that does not hold a lower one than docid; count: there is
 * none. Quick when it is near. */
size_t docids_seek(const uint32_t *docids, size_t count, size_t from, uint32_t docid);
/* Appends d's bytes: the gaps, as varints. */
bool docids_write(const struct docids *d, struct buffer *out);
/* Replaces d. False when the bytes are no such list, or out of memory. */
bool docids_read(struct docids *d, const char *bytes, size_t len);

#endif
