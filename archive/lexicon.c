/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lexicon.c - the distinct words of many articles: a list, and a hash table into it. */
#include "archive/lexicon.h"

#include "archive/arena.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { SLOTS_AT_FIRST = 1 << 15, BYTES_PIECE = 64 << 10 };
#define BYTES_MAX SIZE_MAX

struct lexicon {
    struct arena bytes;
    char *piece; /* words are laid side by side in pieces */
    size_t piece_left;
    struct lexicon_word *words;
    size_t count, size;
    uint32_t *slots; /* number + 1; 0: free. Never over half full */
    size_t slot_count;
    char langs[LEXICON_LANGS_MAX][LEXICON_LANG];
    size_t lang_count;
};

struct lexicon *lexicon_new(void)
{
    struct lexicon *l = calloc(1, sizeof *l);

    if (!l)
        return NULL;
    l->bytes = arena_make(BYTES_MAX);
    l->slot_count = SLOTS_AT_FIRST;
    l->slots = calloc(l->slot_count, sizeof *l->slots);
    if (!l->slots) {
        free(l);
        return NULL;
    }
    memcpy(l->langs[l->lang_count++], "en", sizeof "en");
    return l;
}

void lexicon_free(struct lexicon *l)
{
    if (!l)
        return;
    arena_free(&l->bytes);
    free(l->words);
    free(l->slots);
    free(l);
}

unsigned lexicon_lang(struct lexicon *l, const char lang[LEXICON_LANG])
{
    for (unsigned i = 0; i < l->lang_count; i++)
        if (strcmp(l->langs[i], lang) == 0)
            return i;
    if (l->lang_count == LEXICON_LANGS_MAX)
        return 0;
    memcpy(l->langs[l->lang_count], lang, LEXICON_LANG);
    return (unsigned)l->lang_count++;
}

size_t lexicon_lang_count(const struct lexicon *l)
{
    return l->lang_count;
}

const char *lexicon_lang_name(const struct lexicon *l, unsigned lang)
{
    return l->langs[lang];
}

static bool grow_slots(struct lexicon *l)
{
    size_t slot_count = l->slot_count * 2;
    uint32_t *slots = calloc(slot_count, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < l->count; i++) {
        size_t at = l->words[i].hash & (slot_count - 1);
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(l->slots);
    l->slots = slots;
    l->slot_count = slot_count;
    return true;
}

static const char *keep(struct lexicon *l, const char *word, size_t len)
{
    if (!l->piece || len > l->piece_left) { /* the first word may have no bytes */
        size_t size = len > BYTES_PIECE ? len : BYTES_PIECE;
        l->piece = arena_alloc(&l->bytes, size);
        l->piece_left = l->piece ? size : 0;
        if (!l->piece)
            return NULL;
    }
    char *at = l->piece;
    memcpy(at, word, len);
    l->piece += len;
    l->piece_left -= len;
    return at;
}

static bool make_room(struct lexicon *l)
{
    if (l->count == l->size) {
        size_t size = l->size ? l->size * 2 : 4096;
        struct lexicon_word *moved = realloc(l->words, size * sizeof *moved);
        if (!moved)
            return false;
        l->words = moved;
        l->size = size;
    }
    return (l->count + 1) * 2 <= l->slot_count || grow_slots(l);
}

uint32_t lexicon_add(struct lexicon *l, unsigned lang, const char *word, size_t len)
{
    uint32_t hash = (uint32_t)XXH3_64bits(word, len);
    size_t at = hash & (l->slot_count - 1);

    for (; l->slots[at]; at = (at + 1) & (l->slot_count - 1)) {
        struct lexicon_word *w = &l->words[l->slots[at] - 1];
        if (w->hash == hash && w->len == len && memcmp(w->word, word, len) == 0) {
            w->langs |= 1u << lang;
            return l->slots[at] - 1;
        }
    }
    if (len > UINT32_MAX || l->count >= LEXICON_FULL - 1 || !make_room(l))
        return LEXICON_FULL;
    const char *kept = keep(l, word, len);
    if (!kept)
        return LEXICON_FULL;
    at = hash & (l->slot_count - 1);
    while (l->slots[at])
        at = (at + 1) & (l->slot_count - 1);
    l->words[l->count] = (struct lexicon_word){.word = kept, .hash = hash, .len = (uint32_t)len, .langs = 1u << lang};
    l->slots[at] = (uint32_t)l->count + 1;
    return (uint32_t)l->count++;
}

size_t lexicon_count(const struct lexicon *l)
{
    return l->count;
}

struct lexicon_word *lexicon_at(struct lexicon *l, uint32_t number)
{
    return &l->words[number];
}

bool lexicon_join(struct lexicon *l, struct lexicon *other, uint32_t *numbers)
{
    unsigned langs[LEXICON_LANGS_MAX];

    for (unsigned i = 0; i < other->lang_count; i++)
        langs[i] = lexicon_lang(l, other->langs[i]);
    for (size_t i = 0; i < other->count; i++) {
        const struct lexicon_word *w = &other->words[i];
        for (unsigned k = 0; k < other->lang_count; k++)
            if (w->langs & 1u << k && (numbers[i] = lexicon_add(l, langs[k], w->word, w->len)) == LEXICON_FULL)
                return false;
        l->words[numbers[i]].uses += w->uses;
    }
    return true;
}
