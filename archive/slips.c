/* SPDX-License-Identifier: GPL-2.0-or-later */
/* slips.c - how many slips of the hand or the ear lie between two words. */
#include "archive/slips.h"

#include "archive/text.h"

/* Costs, chosen on one half of two lists of misspelt words and checked on the other (docs/benchmarks.md). People leave
 * out more than they put in: first what is not heard, then what is weak in speech. */
enum {
    FIRST = 70,      /* more, at the first letter */
    FIRST_ALIKE = 50,
    SWAPPED = 45,
    SAME_SOUND = 65,
    ALIKE = 75,
    LEFT_OUT = 85,
    LEFT_OUT_WEAK = 55,
    LEFT_OUT_SILENT = 35,
    LEFT_OUT_DOUBLE = 30,
    PUT_IN = SLIPS_ONE,
    PUT_IN_SILENT = 80,
    PUT_IN_DOUBLE = 50
};

void slips_read(const char *text, size_t len, struct slips_word *out)
{
    const char *end = text + len;

    for (out->count = 0; text < end; out->count++) {
        if (out->count == SLIPS_LETTERS_MAX) {
            out->count = 0;
            return;
        }
        out->letters[out->count] = (uint32_t)text_next(&text, end);
    }
}

static bool is_doubled(const struct slips_word *w, size_t i)
{
    return (i && w->letters[i - 1] == w->letters[i]) || (i + 1 < w->count && w->letters[i + 1] == w->letters[i]);
}

#define LETTER(c) (1u << ((c) - 'a'))
static const uint32_t silent = LETTER('e') | LETTER('h') | LETTER('u');
static const uint32_t weak = LETTER('a') | LETTER('i') | LETTER('o') | LETTER('r') | LETTER('n') | LETTER('t') |
                             LETTER('c') | LETTER('l') | LETTER('g');

static bool is_of(uint32_t letters, uint32_t letter)
{
    return letter >= 'a' && letter <= 'z' && letters >> (letter - 'a') & 1;
}

static unsigned left_out(const struct slips_word *meant, size_t i)
{
    if (is_doubled(meant, i))
        return LEFT_OUT_DOUBLE;
    if (is_of(silent, meant->letters[i]))
        return LEFT_OUT_SILENT;
    return (is_of(weak, meant->letters[i]) ? LEFT_OUT_WEAK : LEFT_OUT) + (i ? 0U : FIRST);
}

static unsigned put_in(const struct slips_word *typed, size_t i)
{
    if (is_doubled(typed, i))
        return PUT_IN_DOUBLE;
    if (is_of(silent, typed->letters[i]))
        return PUT_IN_SILENT;
    return PUT_IN + (i ? 0U : FIRST);
}

void slips_start(const struct sounds *sounds, const char *text, size_t len, struct slips_typed *out)
{
    slips_read(text, len, &out->word);
    for (size_t k = 0; k < out->word.count; k++) {
        out->put[k] = put_in(&out->word, k);
        sounds_ending(sounds, out->word.letters, k + 1, out->sounds[k]);
        out->groups[k] = out->sounds[k][1] || out->sounds[k][2];
    }
}

static unsigned mistaken(uint64_t both, bool first)
{
    if (!both)
        return SLIPS_ONE + (first ? FIRST : 0);
    return (both & SOUNDS_SAME ? SAME_SOUND : ALIKE) + (first ? FIRST_ALIKE : 0U);
}

enum { ROWS = SOUNDS_GROUP_MAX + 1 };

/* The least cost where the last letters of both, not one of each, are groups of the same sound. rows: this one, before
 * it. */
static unsigned by_groups(unsigned *const rows[ROWS], size_t i, size_t k, const uint64_t *meant, const uint64_t *typed,
                          unsigned best)
{
    for (size_t a = 0; a < SOUNDS_GROUP_MAX && a <= i; a++)
        for (size_t b = a == 0; meant[a] && b < SOUNDS_GROUP_MAX && b <= k; b++)
            if (meant[a] & typed[b] & SOUNDS_SAME) {
                unsigned one = rows[a + 1][k - b] + SAME_SOUND;
                best = one < best ? one : best;
            }
    return best;
}

unsigned slips_between(const struct sounds *sounds, const struct slips_word *meant, const struct slips_typed *typed,
                       unsigned most)
{
    unsigned space[ROWS][SLIPS_LETTERS_MAX + 1], least[ROWS] = {0};
    unsigned *rows[ROWS] = {space[0], space[1], space[2], space[3]};
    size_t m = meant->count, n = typed->word.count;

    rows[0][0] = 0;
    for (size_t k = 0; k < n; k++)
        rows[0][k + 1] = rows[0][k] + typed->put[k];
    for (size_t i = 0; i < m; i++) {
        unsigned *row = rows[ROWS - 1];
        for (size_t back = ROWS - 1; back; back--) {
            rows[back] = rows[back - 1];
            least[back] = least[back - 1];
        }
        rows[0] = row;

        uint64_t heard[SOUNDS_GROUP_MAX];
        sounds_ending(sounds, meant->letters, i + 1, heard);
        bool groups = heard[1] || heard[2];
        const unsigned *before = rows[1];
        unsigned out = left_out(meant, i);
        uint32_t letter = meant->letters[i];

        least[0] = row[0] = before[0] + out;
        for (size_t k = 0; k < n; k++) {
            unsigned best = before[k];
            if (letter != typed->word.letters[k])
                best += mistaken(heard[0] & typed->sounds[k][0], i == 0 && k == 0);
            unsigned one = before[k + 1] + out;
            best = one < best ? one : best;
            one = row[k] + typed->put[k];
            best = one < best ? one : best;
            if (i && k && letter == typed->word.letters[k - 1] && meant->letters[i - 1] == typed->word.letters[k]) {
                one = rows[2][k - 1] + SWAPPED;
                best = one < best ? one : best;
            }
            if (groups || typed->groups[k])
                best = by_groups(rows, i, k, heard, typed->sounds[k], best);
            row[k + 1] = best;
            least[0] = best < least[0] ? best : least[0];
        }
        if (least[0] >= most && least[1] >= most && least[2] >= most) /* the next one is reached from no other row */
            return most;
    }
    return rows[0][n];
}
