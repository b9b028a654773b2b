/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spelling.h - the words of the archive that a mistyped one may stand for.
 *
 * A noisy channel (Kernighan, Church, Gale: A spelling correction program based on a noisy channel model, COLING 1990):
 * of the archive's words, the one that is frequent and takes few likely slips to become what was typed. Every word is
 * looked at: a set of letters and a length, 4 bytes a word, say of most that they are too far away. How likely a slip
 * is is told by slips.h. */
#ifndef HUSTINGS_SPELLING_H
#define HUSTINGS_SPELLING_H

#include "archive/clock.h"
#include "archive/reader.h"

enum {
    SPELLING_LETTERS_MIN = 4, /* shorter words are a guess for too many others */
    SPELLING_LETTERS_MAX = 40,
    SPELLING_RARE = 2 /* articles: what more have is taken for a word */
};

struct spelling_guess {
    const char *word; /* in the arena */
    size_t len;
    uint32_t freq; /* articles that have it */
    double score;  /* in bits: the more, the likelier */
    bool near;     /* few slips for so long a word. Never for a word that articles have */
    double lead;   /* bits ahead of all other guesses with which a near one is safe to take for what was typed */
};

struct spelling; /* what is kept of one reader's words between questions */
struct spelling *spelling_new(void); /* NULL: out of memory */
void spelling_free(struct spelling *s); /* accepts NULL */

/* Fills out with up to max guesses for a folded word, the likeliest first; how many, or -1. A word that articles have
 * gets guesses only where it is rare and they are far more frequent. Numbers get none. None either when limit is past
 * before all words were looked at. */
int spelling_guesses(struct spelling *s, struct reader *r, const char *word, size_t len,
                     const struct clock_limit *limit, struct arena *arena, struct spelling_guess *out, size_t max,
                     struct error *err);

#endif
