/* SPDX-License-Identifier: GPL-2.0-or-later */
/* slips.c - how many slips of the hand or the ear lie between two words. */
#include "archive/slips.h"

#include "archive/text.h"


static const double FIRST = 0.6, DOUBLED = 0.4, SWAPPED = 0.7, VOWEL = 0.6, SOUND = 0.65, SILENT = 0.7;

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

/* Letters that sound alike share a bit: c k q s x z, d t, b p, f v p, g j, m n, v w, s c, r l, i y. */
enum { IS_VOWEL = 1 << 15 };
#define ALIKE(group) (1 << (group))
static const uint16_t sounds[128] = {
    ['a'] = IS_VOWEL, ['b'] = ALIKE(2), ['c'] = ALIKE(0) | ALIKE(7), ['d'] = ALIKE(1), ['e'] = IS_VOWEL,
    ['f'] = ALIKE(3), ['g'] = ALIKE(4), ['i'] = IS_VOWEL | ALIKE(9), ['j'] = ALIKE(4), ['k'] = ALIKE(0),
    ['l'] = ALIKE(8), ['m'] = ALIKE(5), ['n'] = ALIKE(5), ['o'] = IS_VOWEL, ['p'] = ALIKE(2) | ALIKE(3),
    ['q'] = ALIKE(0), ['r'] = ALIKE(8), ['s'] = ALIKE(0) | ALIKE(7), ['t'] = ALIKE(1), ['u'] = IS_VOWEL,
    ['v'] = ALIKE(3) | ALIKE(6), ['w'] = ALIKE(6), ['x'] = ALIKE(0), ['y'] = IS_VOWEL | ALIKE(9), ['z'] = ALIKE(0),
};

static uint16_t sound_of(uint32_t letter)
{
    return letter < 128 ? sounds[letter] : 0;
}

static double mistaken(uint32_t a, uint32_t b)
{
    if (a == b)
        return 0;
    uint16_t both = sound_of(a) & sound_of(b);
    return both & IS_VOWEL ? VOWEL : both ? SOUND : 1;
}

/* A letter of one word that the other does not have, at i. */
static double lone(const struct slips_word *w, size_t i)
{
    uint32_t letter = w->letters[i];

    if ((i && w->letters[i - 1] == letter) || (i + 1 < w->count && w->letters[i + 1] == letter))
        return DOUBLED;
    if (letter == 'h' || letter == 'e' || letter == 'u')
        return SILENT;
    return i ? 1 : 1 + FIRST;
}

double slips_between(const struct slips_word *meant, const struct slips_word *typed, double most)
{
    double rows[3][SLIPS_LETTERS_MAX + 1], *above = rows[0], *before = rows[1], *row = rows[2];
    size_t m = meant->count, n = typed->count;

    before[0] = 0;
    for (size_t k = 0; k < n; k++)
        before[k + 1] = before[k] + lone(typed, k);
    for (size_t i = 0; i < m; i++) {
        double least = row[0] = before[0] + lone(meant, i);
        for (size_t k = 0; k < n; k++) {
            double best = before[k] + mistaken(meant->letters[i], typed->letters[k]);
            if (i == 0 && k == 0 && best > 0)
                best += FIRST;
            double one = before[k + 1] + lone(meant, i);
            best = one < best ? one : best;
            one = row[k] + lone(typed, k);
            best = one < best ? one : best;
            if (i && k && meant->letters[i] == typed->letters[k - 1] && meant->letters[i - 1] == typed->letters[k]) {
                one = above[k - 1] + SWAPPED;
                best = one < best ? one : best;
            }
            row[k + 1] = best;
            least = best < least ? best : least;
        }
        if (least >= most)
            return most;
        double *free = above;
        above = before;
        before = row;
        row = free;
    }
    return before[n];
}
