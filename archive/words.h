/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words.h - the one analyser: text into words, for index, query and snippet alike.
 *
 * A word is folded (text.h) and 1 to WORD_MAX bytes. Rules, each with a case in
 * tests/cases/words.cases:
 *   Corbyn's, Corbyn’s -> corbyn; we'll -> we; don't -> dont
 *   O'Reilly, Long-Bailey, COVID-19, AT&T, 9/11, d'études, boris_j ->
 *       the parts at adjacent positions, and the whole joined (longbailey) at
 *       the first part's position, as WORD_JOINED, before its parts
 *   U.S., U.S, M.P.s -> us, us, mps;  1,000 -> 1000;  3.14 -> 3.14
 *   #brexit, @someone -> brexit, someone;  £350m -> 350m
 *   a run of Han, Hiragana or Katakana -> overlapping bigrams (one letter: itself) */
#ifndef HUSTINGS_WORDS_H
#define HUSTINGS_WORDS_H

#include "archive/buffer.h"

enum {
    WORD_MAX = 64,       /* bytes after folding; what is longer is no word and is left out */
    WORD_PARTS_MAX = 6   /* of a compound that is also joined */
};

enum word_kind { WORD_PLAIN, WORD_JOINED, WORD_CJK };

struct word {
    const char *term; /* borrowed until the next call; no NUL behind it */
    uint32_t len;
    uint32_t position; /* counted from 1 */
    uint32_t start, end; /* bytes of the text it stands for, possessive included */
    uint32_t parts;      /* of a WORD_JOINED: how many WORD_PLAIN follow for it; else 0 */
    enum word_kind kind;
};

struct words;
struct words *words_new(void); /* NULL: out of memory. Reused for many texts, one thread */
void words_free(struct words *w);
/* text stays the caller's and must outlive the walk. */
void words_start(struct words *w, const char *text, size_t len);
bool words_next(struct words *w, struct word *out);

/* A word that weighs nothing outside phrases (English; "us" is not one). */
bool word_is_stop(const char *term, size_t len);
/* A word that may tell articles apart: no stop word, figure or single letter. */
bool word_may_tell(const char *term, size_t len);

#endif
