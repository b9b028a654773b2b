/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_tally.c - in how many articles names and words stand. */
#include "archive/name_tally.h"

#include "archive/array_grow.h"
#include "archive/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { NAMES_FIRST = 1 << 17 /* slots; half of them may be taken before names of one article are dropped */ };
static const size_t TEXT_MAX = (size_t)1 << 30;

struct name_tally {
    struct word_tally *words;
    size_t word_count, word_size;
    struct name_entry *names;
    size_t name_count, name_size;
    uint32_t *slots; /* index of a name + 1; 0: free. Never over half full */
    size_t slot_count;
    struct arena text;
};

struct name_tally *name_tally_new(void)
{
    struct name_tally *t = calloc(1, sizeof *t);

    if (!t)
        return NULL;
    t->slot_count = NAMES_FIRST;
    t->slots = calloc(t->slot_count, sizeof *t->slots);
    t->text = arena_make(TEXT_MAX);
    if (!t->slots) {
        name_tally_free(t);
        return NULL;
    }
    return t;
}

void name_tally_free(struct name_tally *t)
{
    if (!t)
        return;
    free(t->words);
    free(t->names);
    free(t->slots);
    arena_free(&t->text);
    free(t);
}

float name_tally_weight(uint32_t docid)
{
    /* The undated count as of 1970: what has no date ranks by frequency. */
    int32_t day = docid >= SCHEMA_DOCID_UNDATED ? 0 : SCHEMA_LAST_DAY - (int32_t)((docid - 1) / SCHEMA_SLOTS_A_DAY);

    return exp2f((float)day / TALLY_HALF_LIFE);
}

/* ---- words ----------------------------------------------------------- */

static struct word_tally *word_at(struct name_tally *t, uint32_t number)
{
    if (number < t->word_count)
        return &t->words[number];
    if (!array_grow(&t->words, &t->word_size, (size_t)number + 1, sizeof *t->words))
        return NULL;
    for (; t->word_count <= number; t->word_count++)
        t->words[t->word_count] = (struct word_tally){0};
    return &t->words[number];
}

/* Only their proportions matter. */
static void add_writings(struct word_tally *w, unsigned capital, unsigned upper, unsigned lower, unsigned no_word)
{
    unsigned sums[] = {w->capital + capital, w->upper + upper, w->lower + lower, w->no_word + no_word};
    unsigned halves = (sums[0] | sums[1] | sums[2] | sums[3]) > UINT8_MAX;

    w->capital = (uint8_t)(sums[0] >> halves);
    w->upper = (uint8_t)(sums[1] >> halves);
    w->lower = (uint8_t)(sums[2] >> halves);
    w->no_word = (uint8_t)(sums[3] >> halves);
}

static bool add_words(struct name_tally *t, const struct document_maker *made, const uint32_t *numbers, float weight)
{
    size_t count = document_word_count(made);

    for (size_t i = 0; i < count; i++) {
        struct word_tally *w = word_at(t, numbers[i]);
        if (!w)
            return false;
        uint8_t writing = document_writing(made, i);
        w->weight += weight;
        w->articles++;
        add_writings(w, (writing & CASING_CAPITAL) != 0, (writing & CASING_UPPER) != 0, (writing & CASING_LOWER) != 0,
                     (writing & WRITING_NO_WORD) != 0);
    }
    return true;
}

/* ---- names ----------------------------------------------------------- */

static uint32_t *slot_of(const struct name_tally *t, const char *key, size_t len, uint32_t hash)
{
    size_t at = hash & (t->slot_count - 1);

    for (; t->slots[at]; at = (at + 1) & (t->slot_count - 1)) {
        const struct name_entry *e = &t->names[t->slots[at] - 1];
        if (e->hash == hash && e->key_len == len && memcmp(e->key, key, len) == 0)
            break;
    }
    return &t->slots[at];
}

static bool keep_text(struct arena *arena, struct name_entry *e, const char *key, const char *text)
{
    char *kept = arena_alloc(arena, (size_t)e->key_len + e->text_len);

    if (!kept)
        return false;
    memcpy(kept, key, e->key_len);
    memcpy(kept + e->key_len, text, e->text_len);
    e->key = kept;
    e->text = kept + e->key_len;
    return true;
}

static bool index_again(struct name_tally *t, size_t slot_count)
{
    uint32_t *slots = calloc(slot_count, sizeof *slots);

    if (!slots)
        return false;
    free(t->slots);
    t->slots = slots;
    t->slot_count = slot_count;
    for (size_t i = 0; i < t->name_count; i++)
        *slot_of(t, t->names[i].key, t->names[i].key_len, t->names[i].hash) = (uint32_t)i + 1;
    return true;
}

/* Drops names of one article; where few are such, there is to be more room. */
static bool make_room(struct name_tally *t)
{
    struct arena text = arena_make(TEXT_MAX);
    size_t kept = 0;
    bool fits = true;

    if ((t->name_count + 1) * 2 <= t->slot_count)
        return true;
    for (size_t i = 0; fits && i < t->name_count; i++) {
        struct name_entry e = t->names[i];
        if (e.articles < 2)
            continue;
        fits = keep_text(&text, &e, e.key, e.text);
        t->names[kept++] = e;
    }
    if (!fits) {
        arena_free(&text);
        return false;
    }
    arena_free(&t->text);
    t->text = text;
    t->name_count = kept;
    return index_again(t, kept * 4 > t->slot_count ? t->slot_count * 2 : t->slot_count);
}

static struct name_entry *enter(struct name_tally *t, const struct name_entry *like)
{
    uint32_t *slot = slot_of(t, like->key, like->key_len, like->hash);

    if (*slot)
        return &t->names[*slot - 1];
    if (!make_room(t) || !array_grow(&t->names, &t->name_size, t->name_count + 1, sizeof *t->names))
        return NULL;
    struct name_entry e = {.key_len = like->key_len, .text_len = like->text_len, .hash = like->hash};
    if (!keep_text(&t->text, &e, like->key, like->text))
        return NULL;
    t->names[t->name_count++] = e;
    *slot_of(t, e.key, e.key_len, e.hash) = (uint32_t)t->name_count;
    return &t->names[t->name_count - 1];
}

/* Majority vote (Boyer, Moore 1981) of how it is written. */
static bool vote(struct name_tally *t, struct name_entry *e, const char *text, uint16_t len, int32_t votes)
{
    if (e->text_len == len && memcmp(e->text, text, len) == 0) {
        e->votes += votes;
        return true;
    }
    if ((e->votes -= votes) >= 0)
        return true;
    e->votes = -e->votes;
    char *kept = arena_alloc(&t->text, len);
    if (!kept)
        return false;
    e->text = memcpy(kept, text, len);
    e->text_len = len;
    return true;
}

/* Whether the context is one of the latest; it is the latest then. */
static bool recurs(uint32_t contexts[TALLY_CONTEXTS], uint32_t context)
{
    size_t at = 0;

    if (!context)
        return false;
    while (at < TALLY_CONTEXTS - 1 && contexts[at] != context)
        at++;
    bool known = contexts[at] == context;
    memmove(contexts + 1, contexts, at * sizeof *contexts);
    contexts[0] = context;
    return known;
}

static bool add_name(struct name_tally *t, uint32_t docid, const struct found_name *found, float weight)
{
    const struct name_entry like = {.key = found->key, .text = found->text, .key_len = (uint16_t)found->key_len,
                                    .text_len = (uint16_t)found->text_len,
                                    .hash = (uint32_t)XXH3_64bits(found->key, found->key_len)};
    struct name_entry *e = enter(t, &like);

    if (!e)
        return false;
    bool again = e->articles && e->docid == docid;
    if (again && (e->inside || !found->inside))
        return true;
    bool before = recurs(e->before, found->before), behind = recurs(e->behind, found->behind);
    if (before || behind)
        return true;
    if (again) { /* counted, but as a sentence's beginning */
        e->inside++;
        return true;
    }
    e->docid = docid;
    e->articles++;
    e->inside += found->inside;
    e->weight += weight;
    return vote(t, e, found->text, (uint16_t)found->text_len, 1);
}

bool name_tally_add(struct name_tally *t, uint32_t docid, struct document_maker *made, const uint32_t *numbers)
{
    float weight = name_tally_weight(docid);
    size_t count;
    const struct found_name *names = document_names(made, &count);
    bool fits = add_words(t, made, numbers, weight);

    for (size_t i = 0; fits && i < count; i++)
        fits = add_name(t, docid, &names[i], weight);
    return fits;
}

static uint32_t count_common(const uint32_t a[TALLY_CONTEXTS], const uint32_t b[TALLY_CONTEXTS])
{
    uint32_t common = 0;

    for (size_t i = 0; i < TALLY_CONTEXTS; i++)
        for (size_t k = 0; k < TALLY_CONTEXTS; k++)
            common += a[i] && a[i] == b[k];
    return common;
}

static void take_contexts(uint32_t into[TALLY_CONTEXTS], const uint32_t from[TALLY_CONTEXTS])
{
    for (size_t i = 0; i < TALLY_CONTEXTS; i++)
        into[i] = into[i] ? into[i] : from[i];
}

bool name_tally_join(struct name_tally *t, const struct name_tally *other, const uint32_t *numbers)
{
    for (size_t i = 0; i < other->word_count; i++) {
        struct word_tally *w = word_at(t, numbers[i]);
        const struct word_tally *from = &other->words[i];
        if (!w)
            return false;
        w->weight += from->weight;
        w->articles += from->articles;
        add_writings(w, from->capital, from->upper, from->lower, from->no_word);
    }
    for (size_t i = 0; i < other->name_count; i++) {
        const struct name_entry *from = &other->names[i];
        struct name_entry *e = enter(t, from);
        if (!e)
            return false;
        /* What stood in contexts that both know was counted twice. */
        uint32_t before = count_common(e->before, from->before), behind = count_common(e->behind, from->behind);
        uint32_t common = before > behind ? before : behind,
                 more = from->articles > common ? from->articles - common : 0;
        e->articles += more;
        e->inside += from->inside < more ? from->inside : more;
        e->weight += from->weight * (float)more / (float)from->articles;
        take_contexts(e->before, from->before);
        take_contexts(e->behind, from->behind);
        if (!vote(t, e, from->text, from->text_len, from->votes))
            return false;
    }
    return true;
}

size_t name_tally_words(const struct name_tally *t)
{
    return t->word_count;
}

const struct word_tally *name_tally_word(const struct name_tally *t, size_t number)
{
    return &t->words[number];
}

size_t name_tally_names(const struct name_tally *t)
{
    return t->name_count;
}

const struct name_entry *name_tally_name(const struct name_tally *t, size_t i)
{
    return &t->names[i];
}

const struct name_entry *name_tally_find(const struct name_tally *t, const char *key, size_t len)
{
    uint32_t slot = *slot_of(t, key, len, (uint32_t)XXH3_64bits(key, len));

    return slot ? &t->names[slot - 1] : NULL;
}
