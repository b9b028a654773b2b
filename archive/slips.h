/* SPDX-License-Identifier: GPL-2.0-or-later */
/* slips.h - how many slips of the hand or the ear lie between two words. For spelling.c only. */
#ifndef HUSTINGS_SLIPS_H
#define HUSTINGS_SLIPS_H

#include <stddef.h>
#include <stdint.h>

enum { SLIPS_LETTERS_MAX = 40 };

struct slips_word {
    uint32_t letters[SLIPS_LETTERS_MAX]; /* code points */
    size_t count;
};

/* Reads UTF-8; count is 0 when there are more than SLIPS_LETTERS_MAX letters. */
void slips_read(const char *text, size_t len, struct slips_word *out);
/* The least cost of turning meant into typed by letters left out, put in, mistaken or swapped with their neighbour
 * (Damerau, CACM 1964; each part of a word is changed once). Likely slips cost less than 1, one at the first letter more. At
 * least most: it is that or more. */
double slips_between(const struct slips_word *meant, const struct slips_word *typed, double most);

#endif
