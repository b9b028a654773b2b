/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docids.h - rising lists of docids.
 *
 * A docid belongs to one document of an archive for good: no two databases hold the same, and merging databases moves
 * none. So the order of docids is the same whatever lies where, and a place in it stays one. */
#ifndef HUSTINGS_DOCIDS_H
#define HUSTINGS_DOCIDS_H

#include <stddef.h>
#include <stdint.h>

struct docids {
    const uint32_t *at; /* rising */
    size_t count;
};

/* The first place from `from` on, of count rising docids, that does not hold a lower one than docid; count: there is
 * none. Quick when it is near. */
size_t docids_seek(const uint32_t *docids, size_t count, size_t from, uint32_t docid);
/* The lowest docid from docid on that none of the lists holds. */
uint32_t docids_free_from(const struct docids *lists, size_t count, uint32_t docid);

#endif
