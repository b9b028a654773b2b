/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_phrases.h - words that titles have behind those typed: "gun con" may become "gun control". For suggest*.c
 * only.
 *
 * No list is kept of what is no name: the newest titles with the words typed say how they go on. */
#ifndef HUSTINGS_SUGGEST_PHRASES_H
#define HUSTINGS_SUGGEST_PHRASES_H

#include "archive/suggest_typed.h"

enum { PHRASES_MAX = 8, PHRASE_WORDS_MAX = 5, PHRASE_TITLES = 2 /* that go on so, at least */ };

struct suggested_phrase {
    char text[SUGGEST_BYTES_MAX];
    size_t len;
    unsigned titles;   /* of those looked at */
    uint32_t articles; /* in whose titles it stands */
};

struct suggested_phrases {
    struct suggested_phrase at[PHRASES_MAX];
    size_t count;
};

/* Takes in how a title goes on, if it has the words typed side by side. */
void phrases_take(struct suggested_phrases *p, const struct typed *typed, struct words *words, const char *title,
                  size_t len);
/* Leaves those that enough titles have, the most frequent one alone, and counts its articles. */
int phrases_settle(struct suggested_phrases *p, struct reader *r, struct arena *arena, struct error *err);

#endif
