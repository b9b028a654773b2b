/* SPDX-License-Identifier: GPL-2.0-or-later */
/* retractions.h - which ids are retracted, and where their tombstones stand: a sorted list, kept in the delta's
 * metadata. */
#ifndef HUSTINGS_RETRACTIONS_H
#define HUSTINGS_RETRACTIONS_H

#include "archive/pending.h"
#include "archive/segment.h"

struct retraction {
    char id[PENDING_ID];        /* schema_id_term */
    uint8_t hash[SEGMENT_HASH]; /* of the tombstone */
    uint32_t segment;           /* where that stands */
    struct segment_place place;
    uint32_t version; /* of the text that was retracted */
};

struct retractions {
    struct retraction *at; /* by id */
    size_t count, size;
};

void retractions_free(struct retractions *r);
/* Borrowed until the next change; NULL: not retracted. */
const struct retraction *retractions_find(const struct retractions *r, const char id[PENDING_ID]);
/* Adds a copy of one, or replaces that of its id. False: out of memory. */
bool retractions_set(struct retractions *r, const struct retraction *one);
/* Whether it was there. */
bool retractions_remove(struct retractions *r, const char id[PENDING_ID]);
/* As bytes; false: over the maximum of out. */
bool retractions_write(const struct retractions *r, struct buffer *out);
/* Into *out, which is freed first. False: they are no such list, or out of memory; *out is empty then. */
bool retractions_read(struct retractions *out, const char *bytes, size_t len);

#endif
