/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shingles.c - a text as the set of its runs of four words. */
#include "archive/shingles.h"

#include <xxhash.h>

/* Of all pairs in a corpus of 37,554 news articles none shared 61 to 70 % of the shingles of both. Above lie copies;
 * below a few more of them, next-day stories that repeat their background (59 %), and stories with the same long footer
 * (55 %; of the shorter one's shingles 89 %). All pairs of which one shared 95 % of its own were copies, cut. */
enum {
    SAME_PERCENT = 65, /* of the shingles of both together */
    CUT_PERCENT = 95,  /* of the shorter one's: it is the other, cut */
    FEW = 20           /* shingles: shorter texts, often a site's own words, must be the same */
};

/* The last words of a text, as numbers. */
struct trail {
    uint64_t at[SHINGLE_WORDS];
    size_t count; /* of all so far */
};

/* Of the words in the trail, the oldest first; never 0. */
static uint32_t hash_of(const struct trail *t)
{
    size_t words = t->count < SHINGLE_WORDS ? t->count : SHINGLE_WORDS;
    uint64_t sum = 0;

    for (size_t i = t->count - words; i < t->count; i++)
        sum = (sum + t->at[i % SHINGLE_WORDS]) * UINT64_C(0x9E3779B97F4A7C15) ^ sum >> 29;
    uint32_t hash = (uint32_t)(sum >> 32);
    return hash ? hash : 1;
}

static bool has(const struct shingles *s, uint32_t hash, size_t *slot)
{
    for (*slot = hash & (s->slot_count - 1); s->slots[*slot]; *slot = (*slot + 1) & (s->slot_count - 1))
        if (s->slots[*slot] == hash)
            return true;
    return false;
}

static bool fill(struct shingles *s, const uint32_t *hashes, size_t count, struct arena *arena)
{
    size_t slot;

    for (s->slot_count = 2; s->slot_count < 2 * count;)
        s->slot_count *= 2;
    s->slots = arena_alloc(arena, s->slot_count * sizeof *s->slots);
    for (size_t i = 0; s->slots && i < count; i++) {
        if (has(s, hashes[i], &slot))
            continue;
        s->slots[slot] = hashes[i];
        s->count++;
    }
    return s->slots;
}

bool shingles_make(struct words *words, const char *text, size_t len, struct arena *arena, struct shingles *out)
{
    struct shingles made = {0};
    struct trail trail = {.count = 0};
    uint32_t *hashes = NULL;
    size_t count = 0, size = 0;
    struct word w;

    words_start(words, text, len < SHINGLES_TEXT_MAX ? len : SHINGLES_TEXT_MAX);
    while (words_next(words, &w)) {
        if (w.kind == WORD_JOINED)
            continue; /* its parts follow */
        trail.at[trail.count++ % SHINGLE_WORDS] = XXH3_64bits(w.term, w.len);
        if (trail.count < SHINGLE_WORDS)
            continue;
        if (count == size && !arena_grow(arena, &hashes, &size, count + 1, sizeof *hashes))
            return false;
        hashes[count++] = hash_of(&trail);
    }
    uint32_t only = trail.count && !count ? hash_of(&trail) : 0;
    if (!fill(&made, only ? &only : hashes, only ? 1 : count, arena))
        return false;
    *out = made;
    return true;
}

size_t shingles_shared(const struct shingles *a, const struct shingles *b)
{
    const struct shingles *few = a->slot_count <= b->slot_count ? a : b, *many = few == a ? b : a;
    size_t shared = 0, slot;

    for (size_t i = 0; i < few->slot_count; i++)
        shared += few->slots[i] && has(many, few->slots[i], &slot);
    return shared;
}

bool shingles_near(const struct shingles *a, const struct shingles *b)
{
    const struct shingles *few = a->count <= b->count ? a : b, *many = few == a ? b : a;
    size_t shared = shingles_shared(a, b), all = few->count + many->count - shared;

    if (few->count < FEW)
        return few->count && shared == all;
    return shared * 100 >= all * SAME_PERCENT || shared * 100 >= few->count * CUT_PERCENT;
}
