/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spelling.c - the words of the archive that a mistyped one may stand for. */
#include "archive/spelling.h"

#include "archive/array_grow.h"
#include "archive/blocks.h"
#include "archive/edits.h"
#include "archive/forward.h"
#include "archive/processor.h"
#include "archive/schema.h"
#include "archive/shim_error.h"
#include "archive/slips.h"
#include "archive/word_freq.h"
#include "archive/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LENGTH_SHIFT = 27,   /* of a sign: letters below, the length above */
    LENGTH_MOST = 31,
    LETTERS_APART = 3,   /* in number, at most */
    SIGNS_APART = 6,     /* letters that only one of two words has, at most */
    EDITS_MOST = 4,
    FINALISTS = 24,      /* whose articles are counted */
    SHORT = 6,           /* letters: a word with fewer is */
    SHORT_FREQ = 50,     /* articles that a guess for it must have, to be near */
    WORDS_A_LOOK = 8192  /* between looks at the clock: under 1 ms */
};

static const double BITS_A_SLIP = 9;           /* a slip less is worth so many doublings of the frequency */
static const double SLIPS_MOST = 3.2, LETTERS_A_SLIP = 2.6; /* slips that are looked for, and letters needed for each */
static const double RARE_SLIPS = 0.6, RARE_TIMES = 1000;     /* for a word that articles have */
static const double LETTERS_A_NEAR_SLIP = 4, LEAD = 4;      /* what makes a guess safe to take for what was typed, */
static const double SHORT_SLIPS = 0.65, SHORT_LEAD = 6; /* and where that has few letters, with many words around it */

struct vocabulary { /* of one shard */
    char of[SNAPSHOT_MAX]; /* its uuid, or for the delta the snapshot */
    uint32_t *signs;
    size_t count, size;
    char *text; /* the delta's words; of a run they are in its forward file */
    size_t text_len, text_size;
    size_t *ends;
    size_t ends_size;
};

struct spelling {
    struct sounds sounds;
    struct vocabulary shards[SCHEMA_DATABASES_MAX];
};

struct spelling *spelling_new(void)
{
    struct spelling *s = calloc(1, sizeof *s);

    if (s)
        sounds_make(&s->sounds);
    return s;
}

static void forget(struct vocabulary *w)
{
    free(w->signs);
    free(w->text);
    free(w->ends);
    *w = (struct vocabulary){0};
}

void spelling_free(struct spelling *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++)
        forget(&s->shards[i]);
    free(s);
}

/* ---- the words ------------------------------------------------------- */

static uint32_t sign_of(const char *word, size_t len)
{
    uint32_t sign = 0, letters = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)word[i];
        sign |= c >= 'a' && c <= 'z' ? 1u << (c - 'a') : 1u << 26;
        letters += (c & 0xC0) != 0x80;
    }
    return sign | (letters < LENGTH_MOST ? letters : LENGTH_MOST) << LENGTH_SHIFT;
}

static bool add_sign(struct vocabulary *w, const char *word, size_t len)
{
    if (!array_grow(&w->signs, &w->size, w->count + 1, sizeof *w->signs))
        return false;
    w->signs[w->count++] = sign_of(word, len);
    return true;
}

static bool take_term(void *ctx, xap_text term, uint32_t freq)
{
    struct vocabulary *w = ctx;

    (void)freq;
    if (term.data[0] >= 'A' && term.data[0] <= 'Z') /* a prefix: words are folded */
        return true;
    if (!array_grow(&w->text, &w->text_size, w->text_len + term.len, 1) ||
        !array_grow(&w->ends, &w->ends_size, w->count + 1, sizeof *w->ends))
        return false;
    memcpy(w->text + w->text_len, term.data, term.len);
    w->text_len += term.len;
    w->ends[w->count] = w->text_len;
    return add_sign(w, term.data, term.len);
}

static const char *word_at(const struct vocabulary *w, const struct forward *forward, size_t i, size_t *len)
{
    if (forward)
        return forward_word(forward, i, len);
    size_t from = i ? w->ends[i - 1] : 0;
    *len = w->ends[i] - from;
    return w->text + from;
}

/* Reads a shard's words, unless they are known. */
static int know(struct vocabulary *w, struct reader *r, size_t shard, struct error *err)
{
    const struct forward *forward = reader_shard(r, shard)->forward;
    char of[SNAPSHOT_MAX] = "", uuid[37];
    uint64_t revision;
    xap_error xerr;
    xap_status s = XAP_OK;

    if (forward) {
        s = xap_reader_shard(reader_xapian(r), shard, uuid, &revision, &xerr);
        memcpy(of, uuid, sizeof uuid);
    } else {
        memcpy(of, reader_snapshot(r)->id, sizeof of);
    }
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    if (strcmp(w->of, of) == 0)
        return 0;
    forget(w);
    bool known = true;
    for (size_t i = 0; known && forward && i < forward_words(forward); i++) {
        size_t len;
        const char *word = forward_word(forward, i, &len);
        known = add_sign(w, word, len);
    }
    if (!forward)
        s = xap_shard_terms(reader_xapian(r), shard, 1, take_term, w, &xerr);
    if (!known || s != XAP_OK) {
        forget(w);
        return known ? shim_error(err, s, &xerr) : error_set(err, FAULT_MEMORY, "no memory for the archive's words");
    }
    memcpy(w->of, of, sizeof of);
    return 0;
}

/* ---- guessing -------------------------------------------------------- */

struct guessing {
    const struct sounds *sounds;
    struct edits edits;
    struct reader *r;
    struct arena *arena;
    struct error *err;
    const struct clock_limit *limit;
    bool late;
    const char *word;
    size_t len;
    struct slips_typed typed;
    unsigned most; /* hundredths of a slip */
    struct spelling_guess best[FINALISTS]; /* the likeliest first */
    size_t count;
};

static double score_of(double freq, unsigned slips)
{
    return log2(freq) - slips * BITS_A_SLIP / SLIPS_ONE;
}

/* As far as that is known without asking every shard: the frequency in this one. */
static double frequency(const struct guessing *g, size_t shard, const char *word, size_t len)
{
    const struct reader_shard *of = reader_shard(g->r, shard);
    struct blocks_list list;

    return of->blocks && blocks_find(of->blocks, word, len, &list) ? list.freq : 1;
}

static bool same(const struct spelling_guess *a, const char *word, size_t len)
{
    return a->len == len && memcmp(a->word, word, len) == 0;
}

/* Into its place among the best, once. False: no memory. */
static bool offer(struct guessing *g, const char *word, size_t len, double score)
{
    size_t at = 0;

    while (at < g->count && !same(&g->best[at], word, len))
        at++;
    if (at < g->count) {
        if (g->best[at].score >= score)
            return true;
        memmove(&g->best[at], &g->best[at + 1], (g->count - at - 1) * sizeof *g->best);
        g->count--;
    }
    if (g->count == FINALISTS && g->best[FINALISTS - 1].score >= score)
        return true;
    const char *copy = arena_copy(g->arena, word, len);
    if (!copy)
        return false;
    if (g->count == FINALISTS)
        g->count--;
    for (at = g->count++; at && g->best[at - 1].score < score; at--)
        g->best[at] = g->best[at - 1];
    g->best[at] = (struct spelling_guess){.word = copy, .len = len, .score = score};
    return true;
}

FOR_THIS_PROCESSOR static bool look_through(struct guessing *g, const struct vocabulary *w, size_t shard)
{
    const struct forward *forward = reader_shard(g->r, shard)->forward;
    const uint32_t letters = (1u << LENGTH_SHIFT) - 1, mine = sign_of(g->word, g->len);

    for (size_t i = 0; i < w->count; i++) {
        if (i % WORDS_A_LOOK == 0 && (g->late = clock_is_past(g->limit)))
            return true;
        int apart = (int)(w->signs[i] >> LENGTH_SHIFT) - (int)(mine >> LENGTH_SHIFT);
        if (apart > LETTERS_APART || apart < -LETTERS_APART ||
            __builtin_popcount((w->signs[i] ^ mine) & letters) > SIGNS_APART)
            continue;
        struct slips_word meant;
        size_t len;
        const char *word = word_at(w, forward, i, &len);
        if (edits_to(&g->edits, word, len) > EDITS_MOST)
            continue;
        slips_read(word, len, &meant);
        unsigned slips = slips_between(g->sounds, &meant, &g->typed, g->most);
        if (!meant.count || slips >= g->most || slips == 0)
            continue;
        if (!offer(g, word, len, score_of(frequency(g, shard, word, len), slips)))
            return false;
    }
    return true;
}

static bool is_number(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (word[i] >= '0' && word[i] <= '9')
            return true;
    return false;
}

static bool is_near(const struct guessing *g, const struct slips_word *meant, unsigned slips, uint32_t freq)
{
    const struct slips_word *typed = &g->typed.word;

    if (typed->count >= SHORT)
        return slips * LETTERS_A_NEAR_SLIP <= (double)typed->count * SLIPS_ONE;
    return slips <= SHORT_SLIPS * SLIPS_ONE && meant->letters[0] == typed->letters[0] && freq >= SHORT_FREQ;
}

/* The score counts by all shards now, and what is not likelier than what was typed falls out. */
static int judge(struct guessing *g, uint32_t freq)
{
    size_t kept = 0;

    for (size_t i = 0; i < g->count; i++) {
        struct spelling_guess one = g->best[i];
        struct slips_word meant;
        if (term_articles(g->r, (xap_text){one.word, one.len}, WORD_FREQ_FEW, &one.freq, g->err) < 0)
            return -1;
        if (!one.freq)
            continue; /* nothing that is there has it any more */
        slips_read(one.word, one.len, &meant);
        unsigned slips = slips_between(g->sounds, &meant, &g->typed, g->most);
        one.score = score_of(one.freq + 0.5, slips);
        one.near = !freq && is_near(g, &meant, slips, one.freq);
        one.lead = g->typed.word.count < SHORT ? SHORT_LEAD : LEAD;
        if (freq && (slips > RARE_SLIPS * SLIPS_ONE || one.freq < freq * RARE_TIMES))
            continue;
        size_t at = kept++;
        for (; at && g->best[at - 1].score < one.score; at--)
            g->best[at] = g->best[at - 1];
        g->best[at] = one;
    }
    g->count = kept;
    return 0;
}

int spelling_guesses(struct spelling *s, struct reader *r, const char *word, size_t len,
                     const struct clock_limit *limit, struct arena *arena, struct spelling_guess *out, size_t max,
                     struct error *err)
{
    struct guessing g = {
        .sounds = &s->sounds, .r = r, .arena = arena, .err = err, .limit = limit, .word = word, .len = len};
    uint32_t freq = 0;

    slips_start(&s->sounds, word, len, &g.typed);
    if (g.typed.word.count < SPELLING_LETTERS_MIN || len > WORD_MAX || is_number(word, len))
        return 0;
    if (term_articles(r, (xap_text){word, len}, WORD_FREQ_FEW, &freq, err) < 0)
        return -1;
    if (freq > SPELLING_RARE)
        return 0;
    edits_start(&g.edits, word, len);
    g.most = (unsigned)(fmin((double)g.typed.word.count / LETTERS_A_SLIP, SLIPS_MOST) * SLIPS_ONE);
    for (size_t i = 0; i < reader_shard_count(r) && !g.late; i++) {
        if (know(&s->shards[i], r, i, err) < 0)
            return -1;
        if (!look_through(&g, &s->shards[i], i))
            return error_set(err, FAULT_MEMORY, "no memory to guess a word");
    }
    if (g.late)
        return 0;
    if (judge(&g, freq) < 0)
        return -1;
    size_t count = g.count < max ? g.count : max;
    memcpy(out, g.best, count * sizeof *out);
    return (int)count;
}
