/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_tally.h - in how many of the articles put since the last commit each line stands.
 *
 * Most lines stand in one article. Of the first thousand articles all lines are kept; from then on one that comes for
 * the first or second time leaves no more than a bit in a filter (Bloom: Space/time trade-offs in hash coding with
 * allowable errors, 1970), so that half a million articles need some 20 MB. */
#ifndef HUSTINGS_BOILERPLATE_TALLY_H
#define HUSTINGS_BOILERPLATE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which articles, how many of them differ in what they say beside the line, and on which days they were published, as
 * bits of their hashes: so many bits, so many at least. */
struct boilerplate_evidence {
    uint64_t articles, texts, days;
};

struct boilerplate_count {
    uint64_t key; /* boilerplate.h; 0: a free slot */
    struct boilerplate_evidence evidence;
    uint32_t articles; /* that were counted: of a line that was left to the filter at first, one or two less */
    uint32_t sample; /* the number of one of them, as given */
};

struct boilerplate_tally;
struct boilerplate_tally *boilerplate_tally_new(void); /* NULL: out of memory */
void boilerplate_tally_free(struct boilerplate_tally *t); /* accepts NULL */
void boilerplate_tally_clear(struct boilerplate_tally *t);

/* An article and its lines' keys, each once. */
struct boilerplate_article {
    uint64_t id, seed; /* hash of its id; boilerplate_seed of its source */
    int32_t day;       /* since 1970; INT32_MIN: undated */
    const uint64_t *keys;
    size_t count;
};
/* What one line of an article proves. */
struct boilerplate_evidence boilerplate_evidence_of(const struct boilerplate_article *a, uint64_t key);
/* sample: the caller's number for it. False: out of memory. */
bool boilerplate_tally_add(struct boilerplate_tally *t, const struct boilerplate_article *a, uint32_t sample);
/* Borrowed until the next change; NULL: it was not kept. */
const struct boilerplate_count *boilerplate_tally_find(const struct boilerplate_tally *t, uint64_t key);
/* Articles of that source. */
size_t boilerplate_tally_source(const struct boilerplate_tally *t, uint64_t seed);
/* All that were kept: slots, some free. */
const struct boilerplate_count *boilerplate_tally_slots(const struct boilerplate_tally *t, size_t *count);
#endif
