/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story.c - an article's text as its runs of four words. */
#include "archive/story.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ----------------------------------------------------------- */

enum { PARTS = 0, HIGH = 1, ALONE = 2, IGNORED = 3 /* what a character is, where it is no byte of a word */ };

#define HIGH_4(at) [at] = HIGH, [(at) + 1] = HIGH, [(at) + 2] = HIGH, [(at) + 3] = HIGH
#define HIGH_16(at) HIGH_4(at), HIGH_4((at) + 4), HIGH_4((at) + 8), HIGH_4((at) + 12)

/* A byte of a word (lower-cased), PARTS, or HIGH: what begins with it is told by special. */
static const uint8_t classes[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
    ['8'] = '8', ['9'] = '9',
    ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h',
    ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p',
    ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x',
    ['Y'] = 'y', ['Z'] = 'z',
    ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h',
    ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p',
    ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x',
    ['y'] = 'y', ['z'] = 'z',
    HIGH_16(0x80), HIGH_16(0x90), HIGH_16(0xA0), HIGH_16(0xB0),
    HIGH_16(0xC0), HIGH_16(0xD0), HIGH_16(0xE0), HIGH_16(0xF0),
};

/* What the character that begins at c is, and its length. */
static int special(const uint8_t *c, const uint8_t *end, size_t *len)
{
    size_t left = (size_t)(end - c);

    *len = 2;
    if (c[0] == 0xC2 && left >= 2) /* U+0080-00BF: no-break space, quotes; soft hyphen */
        return c[1] == 0xAD ? IGNORED : PARTS;
    *len = 3;
    if (c[0] >= 0xE2 && c[0] <= 0xEF && left >= 3) {
        if (c[0] == 0xE2 && (c[1] == 0x80 || (c[1] == 0x81 && c[2] <= 0xAF))) /* U+2000-206F */
            return PARTS;
        if (c[0] == 0xE3 && c[1] == 0x80) /* U+3000-303F */
            return PARTS;
        if (c[0] == 0xEF && c[1] == 0xBC && (c[2] < 0x90 || (c[2] >= 0x9A && c[2] <= 0xA0))) /* wide punctuation */
            return PARTS;
        if (c[0] >= 0xE3 && c[0] <= 0xED)
            return ALONE;
    }
    *len = 1;
    return HIGH;
}

/* A word so far, and the last ones, the latest first. */
struct trail {
    uint64_t word, last[STORY_RUN];
    size_t words;
};

/* Words of up to 12 letters are told apart for sure. */
static inline uint64_t with_byte(uint64_t word, uint8_t c)
{
    return (word << 5 | word >> 59) ^ c;
}

static inline void end_word(struct trail *t, struct story *s)
{
    if (!t->word)
        return;
    for (size_t i = STORY_RUN - 1; i > 0; i--)
        t->last[i] = t->last[i - 1];
    t->last[0] = (t->word ^ t->word >> 32) * UINT64_C(0x9FB21C651E98DF25);
    t->word = 0;
    if (++t->words < STORY_RUN)
        return;
    uint64_t sum = t->last[0] * UINT64_C(0x9E3779B97F4A7C15) + t->last[1] * UINT64_C(0xC2B2AE3D27D4EB4F) +
                   t->last[2] * UINT64_C(0x165667B19E3779F9) + t->last[3] * UINT64_C(0xD6E8FEB86659FD93);
    uint32_t hash = (uint32_t)((sum ^ sum >> 32) * UINT64_C(0x9FB21C651E98DF25) >> 32);
    s->runs[s->count++] = hash ? hash : 1;
}

/* Takes the character at c, which is none of ASCII's; its length. */
static size_t take_special(struct trail *t, struct story *s, const uint8_t *c, const uint8_t *end)
{
    size_t len;
    int what = special(c, end, &len);

    if (what == PARTS || what == ALONE)
        end_word(t, s);
    for (size_t i = 0; i < len && (what == ALONE || what == HIGH); i++)
        t->word = with_byte(t->word, c[i]);
    if (what == ALONE)
        end_word(t, s);
    return len;
}

bool story_read(struct story *s, const char *text, size_t len)
{
    const uint8_t *at = (const uint8_t *)text, *end = at + (len < STORY_TEXT_MAX ? len : STORY_TEXT_MAX);
    struct trail t = {.word = 0};

    s->count = s->slot_count = 0;
    if (!array_grow(&s->runs, &s->size, (size_t)(end - at) + 1, sizeof *s->runs)) /* a word has a byte at least */
        return false;
    while (at < end) {
        uint8_t class = classes[*at];
        if (class > HIGH) {
            t.word = with_byte(t.word, class);
            at++;
        } else if (class == PARTS) {
            end_word(&t, s);
            at++;
        } else {
            at += take_special(&t, s, at, end);
        }
    }
    end_word(&t, s);
    if (t.words < STORY_WORDS_MIN)
        s->count = 0;
    return true;
}

void story_trim(struct story *s)
{
    uint32_t *less = s->count ? realloc(s->runs, s->count * sizeof *s->runs) : NULL;

    if (less) {
        s->runs = less;
        s->size = s->count;
    }
}

void story_free(struct story *s)
{
    free(s->runs);
    free(s->slots);
    *s = (struct story){0};
}

/* ---- sketches -------------------------------------------------------- */

void story_sketch(const struct story *s, struct sketch *out)
{
    uint32_t count = 0;

    for (size_t i = 0; i < s->count; i++) {
        uint32_t hash = s->runs[i], at = count;
        if (count == SKETCH_MAX && hash >= out->at[SKETCH_MAX - 1])
            continue;
        while (at > 0 && out->at[at - 1] > hash)
            at--;
        if (at > 0 && out->at[at - 1] == hash)
            continue;
        uint32_t kept = count < SKETCH_MAX ? count++ : SKETCH_MAX - 1;
        memmove(&out->at[at + 1], &out->at[at], (kept - at) * sizeof *out->at);
        out->at[at] = hash;
    }
    out->count = count;
}

struct story_keys sketch_keys(const struct sketch *s)
{
    struct story_keys keys = {.count = s->count < SKETCH_KEYS ? s->count : SKETCH_KEYS};

    memcpy(keys.at, s->at, keys.count * sizeof *keys.at);
    return keys;
}

/* Of the smallest hashes of both together, those in both are a sample of what they share: of a copy cut to a third
 * 11 of 32, and fewer than 3 once in two thousand times. What has a phrase or a footer in common has fewer. */
bool sketch_may_be_near(const struct sketch *a, const struct sketch *b)
{
    enum { LEAST = 3 };
    uint32_t i = 0, k = 0, shared = 0, all = 0;

    while (all < SKETCH_MAX && i < a->count && k < b->count) {
        uint32_t x = a->at[i], y = b->at[k];
        shared += x == y;
        all++;
        i += x <= y;
        k += y <= x;
    }
    return shared >= LEAST || (shared && all < SKETCH_MAX);
}

/* ---- comparing ------------------------------------------------------- */

/* Measured on pairs made of news articles (tests/bench/copies): see docs/copies.md. */
enum {
    SAME_PERCENT = 75, /* of the words of each */
    CUT_PERCENT = 95,  /* of the shorter one's words: it is the other, cut */
    CUT_LEAST = 20,    /* and then of the longer one's: a note that two long stories quote is no copy of either */
    FEW = 23           /* words: shorter texts, often a site's own words, must be the same */
};

static bool has(const struct story *s, uint32_t hash)
{
    for (size_t at = hash & (s->slot_count - 1); s->slots[at]; at = (at + 1) & (s->slot_count - 1))
        if (s->slots[at] == hash)
            return true;
    return false;
}

bool story_index(struct story *s)
{
    size_t slots = 2;

    while (slots < 2 * s->count)
        slots *= 2;
    if (!array_grow(&s->slots, &s->slot_size, slots, sizeof *s->slots))
        return false;
    s->slot_count = slots;
    memset(s->slots, 0, slots * sizeof *s->slots);
    for (size_t i = 0; i < s->count; i++) {
        size_t at = s->runs[i] & (slots - 1);
        while (s->slots[at] && s->slots[at] != s->runs[i])
            at = (at + 1) & (slots - 1);
        s->slots[at] = s->runs[i];
    }
    return true;
}

static size_t words_of(const struct story *s)
{
    return s->count ? s->count + STORY_RUN - 1 : 0;
}

static size_t words_shared(const struct story *a, const struct story *b)
{
    size_t shared = 0, until = 0; /* words before it are counted */

    for (size_t i = 0; i < a->count; i++) {
        if (!has(b, a->runs[i]))
            continue;
        size_t from = i > until ? i : until;
        shared += i + STORY_RUN - from;
        until = i + STORY_RUN;
    }
    return shared;
}

double story_share(const struct story *a, const struct story *b)
{
    return a->count ? (double)words_shared(a, b) / (double)words_of(a) : 0;
}

/* Of runs spread over a text, how many the other has: of a copy's at least half, but most candidates have a phrase or a
 * footer in common and nothing else. */
static bool sample_is_near(const struct story *few, const struct story *many)
{
    enum { SAMPLE = 64, LEAST = 16 };
    size_t shared = 0;

    if (few->count < SAMPLE)
        return true;
    for (size_t i = 0; i < SAMPLE; i++)
        shared += has(many, few->runs[i * few->count / SAMPLE]);
    return shared >= LEAST;
}

bool story_near(const struct story *a, const struct story *b)
{
    const struct story *few = a->count <= b->count ? a : b, *many = few == a ? b : a;
    size_t few_words = words_of(few), many_words = words_of(many);

    if (!few->count || !sample_is_near(few, many))
        return false;
    size_t of_few = words_shared(few, many), of_many = words_shared(many, few);
    if (few_words < FEW)
        return of_few == few_words && of_many == many_words;
    return (of_few * 100 >= few_words * SAME_PERCENT && of_many * 100 >= many_words * SAME_PERCENT) ||
           (of_few * 100 >= few_words * CUT_PERCENT && of_many * 100 >= many_words * CUT_LEAST);
}
