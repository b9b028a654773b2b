/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pending.c - what was put since the last commit: a list, and a hash table into it. */
#include "archive/pending.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { SLOTS_AT_FIRST = 256 };

void pending_free(struct pending *p)
{
    free(p->entries);
    free(p->slots);
    *p = (struct pending){0};
}

void pending_clear(struct pending *p)
{
    if (p->slots)
        memset(p->slots, 0, p->slot_count * sizeof *p->slots);
    p->count = 0;
    p->bytes = 0;
}

static size_t slot_of(const struct pending *p, const char id[PENDING_ID])
{
    size_t at = XXH3_64bits(id, PENDING_ID) & (p->slot_count - 1);

    while (p->slots[at] && memcmp(p->entries[p->slots[at] - 1].id, id, PENDING_ID) != 0)
        at = (at + 1) & (p->slot_count - 1);
    return at;
}

struct pending_entry *pending_find(const struct pending *p, const char id[PENDING_ID])
{
    if (!p->count)
        return NULL;
    uint32_t found = p->slots[slot_of(p, id)];
    return found ? &p->entries[found - 1] : NULL;
}

static bool grow_slots(struct pending *p)
{
    size_t slot_count = p->slot_count ? p->slot_count * 2 : SLOTS_AT_FIRST;
    uint32_t *slots = calloc(slot_count, sizeof *slots);

    if (!slots)
        return false;
    free(p->slots);
    p->slots = slots;
    p->slot_count = slot_count;
    for (size_t i = 0; i < p->count; i++)
        p->slots[slot_of(p, p->entries[i].id)] = (uint32_t)i + 1;
    return true;
}

bool pending_add(struct pending *p, const struct pending_entry *entry)
{
    if (p->count == p->size) {
        size_t size = p->size ? p->size * 2 : SLOTS_AT_FIRST;
        struct pending_entry *moved = realloc(p->entries, size * sizeof *moved);
        if (!moved)
            return false;
        p->entries = moved;
        p->size = size;
    }
    if ((p->count + 1) * 2 > p->slot_count && !grow_slots(p))
        return false;
    p->entries[p->count] = *entry;
    p->slots[slot_of(p, entry->id)] = (uint32_t)++p->count;
    return true;
}
