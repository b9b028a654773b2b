/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shingles.h - a text as the set of its runs of four words, and how much of it stands in another text.
 *
 * Broder: On the resemblance and containment of documents (SEQUENCES 1997). Words are the analyser's, so case, accents,
 * punctuation and paragraphs make no difference; neither does the order of paragraphs. */
#ifndef HUSTINGS_SHINGLES_H
#define HUSTINGS_SHINGLES_H

#include "archive/arena.h"
#include "archive/words.h"

#include <stdint.h>

enum {
    SHINGLE_WORDS = 4,
    SHINGLES_TEXT_MAX = 512 << 10 /* bytes of a text looked at */
};

/* Hashes of the distinct shingles, in an arena. A text of one to three words is one shingle. */
struct shingles {
    uint32_t *slots; /* open addressing by the hash's low bits; 0 is free */
    size_t slot_count, count;
};

/* words is free to use. False: out of memory. */
bool shingles_make(struct words *words, const char *text, size_t len, struct arena *arena, struct shingles *out);
/* How many stand in both. */
size_t shingles_shared(const struct shingles *a, const struct shingles *b);
/* Whether both tell the same story in the same words: one is a copy of the other, perhaps edited, cut or added to. */
bool shingles_near(const struct shingles *a, const struct shingles *b);

#endif
