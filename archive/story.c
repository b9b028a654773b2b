/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story.c - an article's text as its runs of four words. */
#include "archive/story.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>

struct story_text story_text(const struct segment_record *stored)
{
    return (struct story_text){stored->text, stored->text_len};
}

/* ---- words ----------------------------------------------------------- */

enum { PARTS = 0, HIGH = 1, ALONE = 2, IGNORED = 3 /* what a character is, where it is no byte of a word */ };

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
    [0x80 ... 0xFF] = HIGH,
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

struct reading {
    struct story *story;
    uint64_t last[STORY_RUN]; /* words, the latest first */
    uint64_t word;
    size_t words;
    bool fits;
};

#define WORD_START UINT64_C(0xCBF29CE484222325)
#define WORD_PRIME UINT64_C(0x100000001B3)

static void add_byte(struct reading *r, uint8_t c)
{
    r->word = ((r->word ? r->word : WORD_START) ^ c) * WORD_PRIME;
}

static void end_word(struct reading *r)
{
    struct story *s = r->story;

    if (!r->word)
        return;
    for (size_t i = STORY_RUN - 1; i > 0; i--)
        r->last[i] = r->last[i - 1];
    r->last[0] = r->word;
    r->word = 0;
    if (++r->words < STORY_RUN)
        return;
    uint64_t sum = r->last[0] * UINT64_C(0x9E3779B97F4A7C15) + r->last[1] * UINT64_C(0xC2B2AE3D27D4EB4F) +
                   r->last[2] * UINT64_C(0x165667B19E3779F9) + r->last[3] * UINT64_C(0xD6E8FEB86659FD93);
    sum = (sum ^ sum >> 32) * UINT64_C(0x9FB21C651E98DF25);
    uint32_t hash = (uint32_t)(sum >> 32);
    r->fits = r->fits && array_grow(&s->runs, &s->size, s->count + 1, sizeof *s->runs);
    if (r->fits)
        s->runs[s->count++] = hash ? hash : 1;
}

bool story_read(struct story *s, const char *text, size_t len)
{
    struct reading r = {.story = s, .fits = true};
    const uint8_t *at = (const uint8_t *)text, *end = at + (len < STORY_TEXT_MAX ? len : STORY_TEXT_MAX);

    s->count = s->slot_count = 0;
    while (at < end && r.fits) {
        size_t char_len = 1;
        int class = classes[*at];
        if (class == HIGH)
            class = special(at, end, &char_len);
        if (class == PARTS) {
            end_word(&r);
        } else if (class == ALONE) {
            end_word(&r);
            for (size_t i = 0; i < char_len; i++)
                add_byte(&r, at[i]);
            end_word(&r);
        } else if (class == HIGH) {
            add_byte(&r, *at);
        } else if (class != IGNORED) {
            add_byte(&r, (uint8_t)class);
        }
        at += char_len;
    }
    end_word(&r);
    if (r.words < STORY_WORDS_MIN)
        s->count = 0;
    return r.fits;
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

/* Of the smallest hashes of both together, those in both are a sample of what they share: of a copy cut to a quarter 8
 * of 32, and fewer than 2 once in a thousand. */
bool sketch_may_be_near(const struct sketch *a, const struct sketch *b)
{
    uint32_t i = 0, k = 0, shared = 0, all = 0;

    while (all < SKETCH_MAX && i < a->count && k < b->count) {
        uint32_t x = a->at[i], y = b->at[k];
        shared += x == y;
        all++;
        i += x <= y;
        k += y <= x;
    }
    return shared >= 2 || (shared && all < SKETCH_MAX);
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

bool story_near(const struct story *a, const struct story *b)
{
    const struct story *few = a->count <= b->count ? a : b, *many = few == a ? b : a;
    size_t few_words = words_of(few), many_words = words_of(many);

    if (!few->count)
        return false;
    size_t of_few = words_shared(few, many), of_many = words_shared(many, few);
    if (few_words < FEW)
        return of_few == few_words && of_many == many_words;
    return (of_few * 100 >= few_words * SAME_PERCENT && of_many * 100 >= many_words * SAME_PERCENT) ||
           (of_few * 100 >= few_words * CUT_PERCENT && of_many * 100 >= many_words * CUT_LEAST);
}
