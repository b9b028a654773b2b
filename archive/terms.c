/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terms.c - an article's words gathered by term: a hash table that is emptied, not freed. */
#include "archive/terms.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { NO_POSITION = 0 };

struct place {
    uint32_t position;
    uint32_t before; /* index of the term's previous position + 1; 0: none */
};

struct terms {
    struct term_entry *entries;
    size_t count, entries_size;
    uint32_t *slots; /* index of an entry + 1; 0: free. Never over half full */
    size_t slot_count;
    struct place *places;
    size_t place_count, places_size;
    char *bytes;   /* of the terms, as offsets until asked: it may move while it grows */
    size_t *start; /* of each entry's term in bytes */
    size_t byte_count, bytes_size;
};

struct terms *terms_new(void)
{
    struct terms *t = calloc(1, sizeof *t);

    if (!t)
        return NULL;
    t->slot_count = 4096;
    t->slots = calloc(t->slot_count, sizeof *t->slots);
    if (!t->slots) {
        free(t);
        return NULL;
    }
    return t;
}

void terms_free(struct terms *t)
{
    if (!t)
        return;
    free(t->entries);
    free(t->slots);
    free(t->places);
    free(t->bytes);
    free(t->start);
    free(t);
}

void terms_clear(struct terms *t)
{
    memset(t->slots, 0, t->slot_count * sizeof *t->slots);
    t->count = t->place_count = t->byte_count = 0;
}

static bool rehash(struct terms *t)
{
    size_t slot_count = t->slot_count * 2;
    uint32_t *slots = calloc(slot_count, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < t->count; i++) {
        size_t at = t->entries[i].hash & (slot_count - 1);
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(t->slots);
    t->slots = slots;
    t->slot_count = slot_count;
    return true;
}

static struct term_entry *find_or_make(struct terms *t, const char *term, size_t len)
{
    uint32_t hash = (uint32_t)XXH3_64bits(term, len);
    size_t at = hash & (t->slot_count - 1);

    for (; t->slots[at]; at = (at + 1) & (t->slot_count - 1)) {
        struct term_entry *e = &t->entries[t->slots[at] - 1];
        if (e->hash == hash && e->len == len && memcmp(t->bytes + t->start[e - t->entries], term, len) == 0)
            return e;
    }
    size_t start_size = t->entries_size;
    if (!array_grow(&t->start, &start_size, t->count + 1, sizeof *t->start) ||
        !array_grow(&t->entries, &t->entries_size, t->count + 1, sizeof *t->entries) ||
        !array_grow(&t->bytes, &t->bytes_size, t->byte_count + len, 1))
        return NULL;
    if ((t->count + 1) * 2 > t->slot_count) {
        if (!rehash(t))
            return NULL;
        at = hash & (t->slot_count - 1);
        while (t->slots[at])
            at = (at + 1) & (t->slot_count - 1);
    }
    memcpy(t->bytes + t->byte_count, term, len);
    t->start[t->count] = t->byte_count;
    t->byte_count += len;
    t->slots[at] = (uint32_t)t->count + 1;
    t->entries[t->count] = (struct term_entry){.len = (uint32_t)len, .hash = hash};
    return &t->entries[t->count++];
}

uint32_t terms_add(struct terms *t, const char *term, size_t len, uint32_t position, uint32_t wdf, bool in_body)
{
    struct term_entry *e = find_or_make(t, term, len);

    if (!e)
        return TERMS_FULL;
    e->wdf += wdf;
    e->in_body |= in_body;
    if (position != NO_POSITION) {
        if (!array_grow(&t->places, &t->places_size, t->place_count + 1, sizeof *t->places))
            return TERMS_FULL;
        t->places[t->place_count] = (struct place){position, e->count ? e->last + 1 : 0};
        e->last = (uint32_t)t->place_count++;
        e->count++;
    }
    return (uint32_t)(e - t->entries);
}

size_t terms_count(const struct terms *t)
{
    return t->count;
}

const struct term_entry *terms_at(const struct terms *t, size_t i)
{
    t->entries[i].term = t->bytes + t->start[i];
    return &t->entries[i];
}

void terms_positions(const struct terms *t, const struct term_entry *entry, uint32_t *out)
{
    uint32_t at = entry->last;

    for (uint32_t i = entry->count; i > 0; i--) {
        out[i - 1] = t->places[at].position;
        at = t->places[at].before - 1;
    }
}
