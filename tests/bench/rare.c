/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rare.c - words counted, and the rare ones joined and misspelt into new ones. */
#include "rare.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    SLOTS = 1 << 21,          /* a power of two; the words of 300 MB take a tenth */
    WORDS_MAX = SLOTS / 4 * 3, /* past it new words are not counted */
    RARE_COUNT = 3,           /* times a rare word may be there */
    LETTERS_MIN = 5,
    LETTERS_MAX = 14
};

struct word {
    const char *at;
    uint32_t len;
    uint32_t count;
};

struct rare {
    struct word *words; /* open addressing; at NULL: free. After rare_settle: the rare ones alone */
    size_t count;
};

struct rare *rare_new(void)
{
    struct rare *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->words = calloc(SLOTS, sizeof *r->words);
    if (r->words)
        return r;
    free(r);
    return NULL;
}

void rare_free(struct rare *r)
{
    if (!r)
        return;
    free(r->words);
    free(r);
}

static void count(struct rare *r, const char *at, size_t len)
{
    size_t slot = XXH3_64bits(at, len) & (SLOTS - 1);
    struct word *w;

    while ((w = &r->words[slot])->at && (w->len != len || memcmp(w->at, at, len) != 0))
        slot = (slot + 1) & (SLOTS - 1);
    if (w->at) {
        w->count++;
    } else if (r->count < WORDS_MAX) {
        *w = (struct word){at, (uint32_t)len, 1};
        r->count++;
    }
}

void rare_read(struct rare *r, const char *text)
{
    while (*text) {
        const char *begin = text;
        while (islower((unsigned char)*text))
            text++;
        size_t len = (size_t)(text - begin);
        /* A run cut by a capital, an accent or a digit is no word. */
        bool whole = !isalnum((unsigned char)*text) && (unsigned char)*text < 0x80;
        if (len >= LETTERS_MIN && len <= LETTERS_MAX && whole)
            count(r, begin, len);
        while (*text && (isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80))
            text++;
        while (*text && !isalnum((unsigned char)*text) && (unsigned char)*text < 0x80)
            text++;
    }
}

static int by_letters(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    int order = memcmp(a->at, b->at, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

bool rare_settle(struct rare *r)
{
    size_t kept = 0;

    for (size_t i = 0; i < SLOTS; i++)
        if (r->words[i].at && r->words[i].count <= RARE_COUNT)
            r->words[kept++] = r->words[i];
    qsort(r->words, kept, sizeof *r->words, by_letters);
    r->count = kept;
    return kept >= 2;
}

size_t rare_mint(const struct rare *r, uint64_t seed, uint64_t n, char out[MINTED_MAX])
{
    uint64_t state = seed ^ (n + 1) * 0xd6e8feb86659fd93u;
    const struct word *head = &r->words[rng_below(&state, r->count)], *tail = &r->words[rng_below(&state, r->count)];
    size_t first = (head->len + 1) / 2, second = tail->len - tail->len / 3;

    memcpy(out, head->at, first);
    memcpy(out + first, tail->at + tail->len - second, second);
    out[rng_below(&state, first)] = (char)('a' + rng_below(&state, 26));
    out[first + second] = '\0';
    return first + second;
}
