/* SPDX-License-Identifier: GPL-2.0-or-later */
/* slips.c - how many slips of the hand or the ear lie between two words. */
#include "archive/slips.h"

#include "archive/text.h"

#include <string.h>

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

static int is_one_of(uint32_t letter, const char *set)
{
    return letter < 0x80 && letter && strchr(set, (int)letter) != NULL;
}

static double mistaken(uint32_t a, uint32_t b)
{
    static const char *const alike[] = {"ckqsxz", "dt", "bp", "fvp", "gj", "mn", "vw", "sc", "rl", "iy"};

    if (a == b)
        return 0;
    if (is_one_of(a, "aeiouy") && is_one_of(b, "aeiouy"))
        return VOWEL;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        if (is_one_of(a, alike[i]) && is_one_of(b, alike[i]))
            return SOUND;
    return 1;
}

/* A letter of one word that the other does not have, at i. */
static double lone(const struct slips_word *w, size_t i)
{
    uint32_t letter = w->letters[i];

    if ((i && w->letters[i - 1] == letter) || (i + 1 < w->count && w->letters[i + 1] == letter))
        return DOUBLED;
    if (letter == 'h' || (letter == 'e' && i + 1 == w->count) || is_one_of(letter, "eu"))
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
