/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_tally.c - in how many of the articles put since the last commit each line stands. */
#include "archive/boilerplate_tally.h"

#include <stdlib.h>
#include <string.h>

enum {
    EXACT_ARTICLES = 1000,       /* whose lines are all kept */
    FILTER_WORDS = 1 << 20,      /* of 64 bits: 8 MB each, of which only what is written to takes memory */
    SLOTS_AT_FIRST = 1 << 10
};

struct source_count {
    uint64_t seed; /* with count 0: a free slot */
    uint32_t count;
};

struct boilerplate_tally {
    struct boilerplate_count *slots;
    size_t count, slot_count;
    struct source_count *sources;
    size_t source_count, source_slots;
    uint64_t *once, *twice; /* filters; NULL: not needed so far */
    size_t articles;
};

struct boilerplate_tally *boilerplate_tally_new(void)
{
    return calloc(1, sizeof(struct boilerplate_tally));
}

void boilerplate_tally_clear(struct boilerplate_tally *t)
{
    free(t->slots);
    free(t->sources);
    free(t->once);
    free(t->twice);
    *t = (struct boilerplate_tally){0};
}

void boilerplate_tally_free(struct boilerplate_tally *t)
{
    if (t)
        boilerplate_tally_clear(t);
    free(t);
}

static uint64_t bit_of(uint64_t hash)
{
    return UINT64_C(1) << (hash * UINT64_C(0x9E3779B97F4A7C15) >> 58);
}

struct boilerplate_evidence boilerplate_evidence_of(const struct boilerplate_article *a, uint64_t key)
{
    uint64_t rest = 0;

    for (size_t i = 0; i < a->count; i++)
        rest += a->keys[i];
    return (struct boilerplate_evidence){.articles = bit_of(a->id),
                                         .texts = bit_of(rest - key),
                                         .days = a->day == INT32_MIN ? 0 : bit_of((uint64_t)(int64_t)a->day)};
}

static struct boilerplate_count *slot_of(const struct boilerplate_tally *t, uint64_t key)
{
    size_t at = key & (t->slot_count - 1);

    while (t->slots[at].key && t->slots[at].key != key)
        at = (at + 1) & (t->slot_count - 1);
    return &t->slots[at];
}

static bool grow_slots(struct boilerplate_tally *t)
{
    struct boilerplate_tally grown = {.slot_count = t->slot_count ? t->slot_count * 2 : SLOTS_AT_FIRST};

    grown.slots = calloc(grown.slot_count, sizeof *grown.slots);
    if (!grown.slots)
        return false;
    for (size_t i = 0; i < t->slot_count; i++)
        if (t->slots[i].key)
            *slot_of(&grown, t->slots[i].key) = t->slots[i];
    free(t->slots);
    t->slots = grown.slots;
    t->slot_count = grown.slot_count;
    return true;
}

static struct source_count *source_of(const struct boilerplate_tally *t, uint64_t seed)
{
    size_t at = seed & (t->source_slots - 1);

    while (t->sources[at].count && t->sources[at].seed != seed)
        at = (at + 1) & (t->source_slots - 1);
    return &t->sources[at];
}

static bool count_source(struct boilerplate_tally *t, uint64_t seed)
{
    if ((t->source_count + 1) * 2 > t->source_slots) {
        struct boilerplate_tally grown = {.source_slots = t->source_slots ? t->source_slots * 2 : SLOTS_AT_FIRST};
        grown.sources = calloc(grown.source_slots, sizeof *grown.sources);
        if (!grown.sources)
            return false;
        for (size_t i = 0; i < t->source_slots; i++)
            if (t->sources[i].count)
                *source_of(&grown, t->sources[i].seed) = t->sources[i];
        free(t->sources);
        t->sources = grown.sources;
        t->source_slots = grown.source_slots;
    }
    struct source_count *source = source_of(t, seed);
    t->source_count += !source->count;
    source->seed = seed;
    source->count++;
    return true;
}

/* Sets the bit of key; whether it was set. */
static bool filter_had(uint64_t *filter, uint64_t key)
{
    uint64_t *word = &filter[(key >> 6) & (FILTER_WORDS - 1)], bit = UINT64_C(1) << (key & 63);
    bool had = *word & bit;

    *word |= bit;
    return had;
}

/* Whether a line that is not kept comes for the third time, or may. */
static bool is_third(struct boilerplate_tally *t, uint64_t key)
{
    return filter_had(t->once, key) && filter_had(t->twice, key >> 32 | key << 32);
}

static bool make_filters(struct boilerplate_tally *t)
{
    if (!t->once)
        t->once = calloc(FILTER_WORDS, sizeof *t->once);
    if (!t->twice)
        t->twice = calloc(FILTER_WORDS, sizeof *t->twice);
    return t->once && t->twice;
}

static void merge(struct boilerplate_evidence *to, const struct boilerplate_evidence *from)
{
    to->articles |= from->articles;
    to->texts |= from->texts;
    to->days |= from->days;
}

bool boilerplate_tally_add(struct boilerplate_tally *t, const struct boilerplate_article *a, uint32_t sample)
{
    bool exact = t->articles < EXACT_ARTICLES;
    const struct boilerplate_evidence whole = boilerplate_evidence_of(a, 0);
    uint64_t rest = 0;

    if (!count_source(t, a->seed) || (!exact && !make_filters(t)))
        return false;
    for (size_t i = 0; i < a->count; i++)
        rest += a->keys[i];
    for (size_t i = 0; i < a->count; i++) {
        if ((t->count + 1) * 2 > t->slot_count && !grow_slots(t))
            return false;
        uint64_t key = a->keys[i];
        struct boilerplate_count *slot = slot_of(t, key);
        if (!slot->key && !exact && !is_third(t, key))
            continue;
        struct boilerplate_evidence one = whole;
        one.texts = bit_of(rest - key);
        merge(&slot->evidence, &one);
        t->count += !slot->key;
        slot->key = key;
        slot->sample = sample;
        slot->articles++;
    }
    t->articles++;
    return true;
}

const struct boilerplate_count *boilerplate_tally_find(const struct boilerplate_tally *t, uint64_t key)
{
    const struct boilerplate_count *slot = t->slot_count ? slot_of(t, key) : NULL;

    return slot && slot->key ? slot : NULL;
}

size_t boilerplate_tally_source(const struct boilerplate_tally *t, uint64_t seed)
{
    return t->source_slots ? source_of(t, seed)->count : 0;
}

const struct boilerplate_count *boilerplate_tally_slots(const struct boilerplate_tally *t, size_t *count)
{
    *count = t->slot_count;
    return t->slots;
}
