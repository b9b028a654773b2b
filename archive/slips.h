/* SPDX-License-Identifier: GPL-2.0-or-later */
/* slips.h - how many slips of the hand or the ear lie between two words. For spelling.c only. */
#ifndef HUSTINGS_SLIPS_H
#define HUSTINGS_SLIPS_H

#include "archive/sounds.h"

#include <stdbool.h>

enum {
    SLIPS_LETTERS_MAX = 40,
    SLIPS_ONE = 100 /* costs are in hundredths of a slip: one letter for an unlike one */
};

struct slips_word {
    uint32_t letters[SLIPS_LETTERS_MAX]; /* code points */
    size_t count;
};

struct slips_typed { /* a word, and what of it is wanted for each other word */
    struct slips_word word;
    unsigned put[SLIPS_LETTERS_MAX]; /* the cost of a letter that the other word does not have */
    uint64_t sounds[SLIPS_LETTERS_MAX][SOUNDS_GROUP_MAX]; /* of the groups that end with a letter */
    bool groups[SLIPS_LETTERS_MAX]; /* there are some of two or three letters */
};

/* Reads UTF-8; count is 0 when there are more than SLIPS_LETTERS_MAX letters. */
void slips_read(const char *text, size_t len, struct slips_word *out);
void slips_start(const struct sounds *sounds, const char *text, size_t len, struct slips_typed *out);

/* The least cost of turning meant into typed by letters left out, put in, mistaken or swapped with their neighbour
 * (Damerau, CACM 1964; each part of a word is changed once), and by groups of up to three letters replaced by others
 * (Brill and Moore, ACL 2000) of the same sound. Likely slips cost less than one, one at the first letter more. At
 * least most: it is that or more. */
unsigned slips_between(const struct sounds *sounds, const struct slips_word *meant, const struct slips_typed *typed,
                       unsigned most);

#endif
