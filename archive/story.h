/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story.h - an article's text as its runs of four words, to find copies of it and to tell how much of it another has.
 *
 * Candidates by a bottom-k sketch: the smallest hashes of the distinct runs (Broder: On the resemblance and containment
 * of documents, SEQUENCES 1997; Cohen, Kaplan: Summarizing data using bottom-k sketches, PODC 2007). How much two texts
 * have in common is counted in words that stand in a run which both have: a word that was changed costs itself, and not
 * the four runs that it stands in, as it would in a share of runs.
 *
 * Words are told more cheaply than for searches: ASCII letters and digits, without case, and other characters as they
 * are; East Asian characters one by one. Punctuation and white space part them. */
#ifndef HUSTINGS_STORY_H
#define HUSTINGS_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STORY_RUN = 4,       /* words */
    STORY_TEXT_MAX = 512 << 10, /* bytes of a text looked at */
    STORY_WORDS_MIN = 12, /* a shorter text is a site's own words, or a stub: nobody's copy */
    SKETCH_KEYS = 8,      /* hashes by which an article is found */
    SKETCH_MAX = 32       /* and those by which it is told at a glance that two have little in common */
};

/* Distinct hashes, rising, never 0. */
struct sketch {
    uint32_t at[SKETCH_MAX];
    uint32_t count;
};
/* The first of them. */
struct story_keys {
    uint32_t at[SKETCH_KEYS];
    uint32_t count;
};

/* Zero it at first; memory is used again for the next text. */
struct story {
    uint32_t *runs; /* hash of the words from the i-th on */
    size_t count, size; /* none where the text has fewer than STORY_WORDS_MIN words */
    uint32_t *slots; /* of the runs, by open addressing; story_index makes them */
    size_t slot_count, slot_size;
};

bool story_read(struct story *s, const char *text, size_t len); /* false: out of memory */
bool story_index(struct story *s);                               /* before it is compared; likewise */
void story_trim(struct story *s); /* gives back memory that it does not need */
void story_free(struct story *s);
void story_sketch(const struct story *s, struct sketch *out);
struct story_keys sketch_keys(const struct sketch *s);

/* How many of a's words stand in runs that b has, of how many: a share of 0..1. Both indexed. */
double story_share(const struct story *a, const struct story *b);
/* Whether one is a copy of the other: the same, edited, cut, or added to. Both indexed. */
bool story_near(const struct story *a, const struct story *b);
/* False: they cannot be near, but for one pair in a thousand. */
bool sketch_may_be_near(const struct sketch *a, const struct sketch *b);

#endif
