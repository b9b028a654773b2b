/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terms.h - an article's words gathered by term, so that each is given to Xapian once. */
#ifndef HUSTINGS_TERMS_H
#define HUSTINGS_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct term_entry {
    const char *term; /* borrowed from the table; no NUL behind it */
    uint32_t len;
    uint32_t hash;
    uint32_t wdf;
    uint32_t count; /* of positions */
    uint32_t last;  /* index of the newest position, in the table's own list */
    bool in_body;
};

struct terms;
struct terms *terms_new(void); /* NULL: out of memory */
void terms_free(struct terms *t);
void terms_clear(struct terms *t); /* for the next article; keeps memory */
#define TERMS_FULL UINT32_MAX
/* Counts one occurrence, with a position unless it is 0. The term's number, as of terms_at; TERMS_FULL: out of memory.
 */
uint32_t terms_add(struct terms *t, const char *term, size_t len, uint32_t position, uint32_t wdf, bool in_body);
size_t terms_count(const struct terms *t);
const struct term_entry *terms_at(const struct terms *t, size_t i); /* in order of first occurrence */
/* Copies the entry's positions, rising, into out (room for entry->count). */
void terms_positions(const struct terms *t, const struct term_entry *entry, uint32_t *out);

#endif
