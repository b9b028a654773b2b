/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_marks.h - units by the terms they are looked up with. For snippet*.c only.
 *
 * Nearly every word of a text is in no unit, so a filter of bits, which three letters
 * and the length of a word choose, turns most away before anything is hashed. */
#ifndef HUSTINGS_SNIPPET_MARKS_H
#define HUSTINGS_SNIPPET_MARKS_H

#include "archive/snippet.h"

enum {
    MARK_PARTS_MAX = 16, /* of a phrase or near group; the query language has at most 10 */
    MARK_KEYS_MAX = MARK_UNITS_MAX * MARK_PARTS_MAX,
    MARK_FILTER_WORDS = 256,  /* of 64 bits */
    MARK_FILTER_SHIFT = 32 - 14
};

struct mark_target { /* what a term is a form of */
    const struct mark_target *next;
    uint16_t unit, part;
};

struct mark_form {
    struct mark_form *next; /* of the prefixes */
    const char *term;
    uint32_t len, hash;
    struct mark_target *targets;
};

struct mark_unit {
    enum mark_kind kind;
    unsigned where, distance;
    unsigned parts; /* the highest part told, and one */
};

struct marks {
    struct arena *arena;
    struct mark_unit units[MARK_UNITS_MAX];
    size_t unit_count;
    struct mark_form **slots; /* open addressing, never over half full */
    size_t slot_count, form_count;
    struct mark_form *prefixes;
    uint64_t prefix_first[4]; /* bits of the prefixes' first bytes */
    uint64_t filter[MARK_FILTER_WORDS];
};

static inline uint32_t marks_filter_bit(const char *term, size_t len)
{
    uint32_t letters = (uint32_t)(unsigned char)term[0] | (uint32_t)(unsigned char)term[len / 2] << 8 |
                       (uint32_t)(unsigned char)term[len - 1] << 16;
    return (letters ^ (uint32_t)len << 24) * 0x9E3779B1u >> MARK_FILTER_SHIFT;
}

/* False: no unit has this term (len over 0). */
static inline bool marks_may_have(const struct marks *m, const char *term, size_t len)
{
    uint32_t bit = marks_filter_bit(term, len);
    return m->filter[bit / 64] >> bit % 64 & 1;
}

static inline bool marks_may_begin(const struct marks *m, const char *term)
{
    unsigned char first = (unsigned char)term[0];
    return m->prefix_first[first / 64] >> first % 64 & 1;
}

/* What term itself is a form of; NULL: nothing. */
const struct mark_target *marks_find(const struct marks *m, const char *term, size_t len);

#endif
