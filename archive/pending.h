/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pending.h - what was put or deleted since the last commit, found by id. */
#ifndef HUSTINGS_PENDING_H
#define HUSTINGS_PENDING_H

#include "archive/build.h"

#include <stdbool.h>

enum { PENDING_ID = 33 }; /* bytes of schema_id_term */

/* Where an article lies in the index as it was committed last. */
struct old_place {
    int database; /* number in the generation; -1: nowhere */
    uint32_t docid;
};

struct pending_entry {
    char id[PENDING_ID];
    uint8_t hash[SEGMENT_HASH]; /* of the stored article */
    struct build_item item;     /* unless deleted */
    struct old_place old;
    uint32_t version;
    bool deleted;
    bool again; /* nobody put it: known_again */
};

struct pending {
    struct pending_entry *entries;
    size_t count, size;
    uint32_t *slots; /* index of an entry + 1; 0: free. Never over half full */
    size_t slot_count;
    uint64_t bytes; /* of the records appended */
};

void pending_free(struct pending *p);
void pending_clear(struct pending *p); /* keeps memory */
/* Borrowed until the next pending_add; NULL: nothing was put under this id. */
struct pending_entry *pending_find(const struct pending *p, const char id[PENDING_ID]);
/* A copy of entry, whose id must not be there yet. False: out of memory. */
bool pending_add(struct pending *p, const struct pending_entry *entry);

#endif
