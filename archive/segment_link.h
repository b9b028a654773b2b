/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment_link.h - what a record says beside its article: when it was stored, its version, and where the record before
 * it under the same id stands.
 *
 * It lies outside of what is hashed: the same article has the same hash, whenever and as whichever version it is
 * stored. Little-endian, with a check of its own. */
#ifndef HUSTINGS_SEGMENT_LINK_H
#define HUSTINGS_SEGMENT_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEGMENT_LINK_BYTES = 32 };

struct segment_place {
    uint64_t offset; /* of the record's first byte */
    uint32_t length; /* of the whole record in the file */
};

struct segment_link {
    uint32_t version; /* from 1 */
    uint32_t segment; /* where the record before lies; 0: there is none */
    struct segment_place before;
    int64_t stored; /* seconds since 1970; 0: not known */
};

/* FNV-1a: enough to refuse stray bytes. */
uint32_t segment_check(const void *bytes, size_t len);
void segment_link_write(const struct segment_link *link, char out[SEGMENT_LINK_BYTES]);
bool segment_link_read(const char bytes[SEGMENT_LINK_BYTES], struct segment_link *out);

#endif
