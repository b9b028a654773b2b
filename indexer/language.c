/* SPDX-License-Identifier: GPL-2.0-or-later */
/* language.c - which language a text is in, by a vote of its commonest words. */
#include "indexer/language.h"

#include "archive/text.h"
#include "indexer/language_words.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    SAMPLE_BYTES = 1200, /* of a text's beginning: some 200 words */
    FOLDED_MAX = 1024,
    FOLDABLE_BYTES = 40, /* of a word as it stands: its marks may go */
    WORDS_MIN = 20,      /* fewer tell nothing */
    HITS_MIN = 5,
    WHOLE = 60,   /* what a word weighs; those who have it share that: what "de" says it says of six */
    SLOTS = 2048, /* a power of two; three times the words */
    WORD_BYTES = 20
};

static struct slot {
    char word[WORD_BYTES]; /* folded; "" is empty */
    uint32_t langs;        /* bit i: languages[i] has it */
} table[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool built;

static struct slot *slot_of(const char *word, size_t len)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    struct slot *s = &table[(hash ^ hash >> 15) % SLOTS];
    while (*s->word && (memcmp(s->word, word, len) != 0 || s->word[len]))
        s = s == &table[SLOTS - 1] ? table : s + 1;
    return s;
}

static bool is_letter(unsigned char c)
{
    return c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Of a quotation mark, dash or other sign of General Punctuation, which all begin so. */
static bool is_sign(const char *at, const char *end)
{
    return end - at >= 3 && (unsigned char)at[0] == 0xE2 && (unsigned char)at[1] == 0x80;
}

/* The next word's place, moving *at behind it; false at the end. */
static bool next_word(const char **at, const char *end, const char **from, size_t *len)
{
    const char *c = *at;

    while (c < end && (!is_letter((unsigned char)*c) || is_sign(c, end)))
        c += is_sign(c, end) ? 3 : 1;
    *from = c;
    while (c < end && is_letter((unsigned char)*c) && !is_sign(c, end))
        c++;
    *len = (size_t)(c - *from);
    *at = c;
    return *len > 0;
}

/* The word folded, as the table has it; its length, 0: too long for one of ours, or *good is false: no memory. A whole text
 * folded at once would take as long as indexing it. */
static size_t fold(const char *word, size_t len, struct buffer *folded, char out[WORD_BYTES], bool *good)
{
    bool ascii = true;

    if (len >= FOLDABLE_BYTES)
        return 0;
    for (size_t i = 0; i < len && i < WORD_BYTES; i++) {
        ascii = ascii && !(word[i] & 0x80);
        out[i] = (char)(word[i] | 32);
    }
    if (ascii)
        return len < WORD_BYTES ? len : 0;
    buffer_clear(folded);
    *good = text_fold(word, len, folded);
    if (!*good || !folded->len || folded->len >= WORD_BYTES) /* soft hyphens fold to nothing */
        return 0;
    memcpy(out, folded->data, folded->len);
    return folded->len;
}

/* False: no memory; the next call tries again, and finds what is there already. */
static bool build(void)
{
    struct buffer folded = buffer_make(FOLDED_MAX);
    char word[WORD_BYTES];
    const char *from;
    size_t len;
    bool good = true;

    for (size_t i = 0; i < LANGUAGES && good; i++) {
        const char *at = languages[i].words, *end = at + strlen(at);
        while (good && next_word(&at, end, &from, &len)) {
            len = fold(from, len, &folded, word, &good);
            if (!len)
                continue;
            struct slot *s = slot_of(word, len);
            memcpy(s->word, word, len);
            s->langs |= UINT32_C(1) << i;
        }
    }
    buffer_free(&folded);
    return good;
}

/* Once for all threads. */
static bool have_table(void)
{
    pthread_mutex_lock(&lock);
    built = built || build();
    bool have = built;
    pthread_mutex_unlock(&lock);
    return have;
}

/* As many whole code points as fit. */
static size_t sample(const char *text, size_t len)
{
    if (len <= SAMPLE_BYTES)
        return len;
    len = SAMPLE_BYTES;
    while (len && (text[len] & 0xC0) == 0x80)
        len--;
    return len;
}

/* Languages that have a script of their own, which parts no words by spaces or is read by no other paper: by the share
 * of its letters. */
static const char *by_script(const char *at, const char *end)
{
    enum { LETTERS_MIN = 20, KANA_SHARE = 20 };
    enum { HAN, KANA, HANGUL, HEBREW, THAI, SCRIPTS };
    static const struct {
        int32_t from, to;
        int script;
    } ranges[] = {{0x4E00, 0x9FFF, HAN},
                  {0x3040, 0x30FF, KANA},
                  {0xAC00, 0xD7A3, HANGUL},
                  {0x05D0, 0x05EA, HEBREW},
                  {0x0E01, 0x0E4E, THAI}};
    unsigned of[SCRIPTS] = {0}, all = 0;

    size_t lead = 0; /* first bytes of such letters: most papers have none, and need no more looking */
    for (const char *c = at; c < end; c++)
        lead += ((unsigned char)*c >= 0xE0 && (unsigned char)*c != 0xE2) || (unsigned char)*c == 0xD7;
    if (lead < LETTERS_MIN)
        return NULL;
    while (at < end) {
        int32_t c = text_next(&at, end);
        all += (c | 32) >= 'a' && (c | 32) <= 'z';
        for (size_t i = 0; c >= 0x80 && i < sizeof ranges / sizeof *ranges; i++) {
            bool in = c >= ranges[i].from && c <= ranges[i].to;
            of[ranges[i].script] += in;
            all += in;
        }
    }
    unsigned least = all / 2 > LETTERS_MIN ? all / 2 : LETTERS_MIN;
    if (of[HAN] + of[KANA] >= least)
        return of[KANA] * KANA_SHARE >= of[HAN] ? "ja" : "zh";
    return of[HANGUL] >= least ? "ko" : of[HEBREW] >= least ? "he" : of[THAI] >= least ? "th" : NULL;
}

/* The two that most words speak for must be well apart. */
static const char *winner(const unsigned *hits, unsigned words)
{
    unsigned best = 0, second = 0;
    size_t at = 0;

    for (size_t i = 0; i < LANGUAGES; i++) {
        if (hits[i] > best) {
            second = best;
            best = hits[i];
            at = i;
        } else if (hits[i] > second) {
            second = hits[i];
        }
    }
    bool sure = words >= WORDS_MIN && best >= HITS_MIN * WHOLE && best * 10 >= words * WHOLE && best >= second * 2;
    return sure ? languages[at].code : NULL;
}

const char *language_of(const char *text, size_t len)
{
    struct buffer folded = buffer_make(FOLDED_MAX);
    unsigned hits[LANGUAGES] = {0}, words = 0;
    const char *at = text, *end = text + sample(text, len), *from;
    char word[WORD_BYTES];

    bool good = have_table();
    for (size_t n; good && next_word(&at, end, &from, &n); words++) {
        n = fold(from, n, &folded, word, &good);
        uint32_t langs = n ? slot_of(word, n)->langs : 0;
        unsigned share = langs ? WHOLE / (unsigned)__builtin_popcount(langs) : 0;
        for (size_t i = 0; langs; i++, langs >>= 1)
            hits[i] += langs & 1 ? share : 0;
    }
    buffer_free(&folded);
    if (!good)
        return NULL;
    const char *script = by_script(text, end);
    return script ? script : winner(hits, words);
}
