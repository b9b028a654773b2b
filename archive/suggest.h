/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest.h - what somebody who types may be about to: words, names and titles of the archive that begin so.
 *
 * What is typed is read by the analyser, so that case, accents and hyphens never matter; its last word may be half a
 * word. Names and words come from the runs' files of names (names.h) and the delta's lists, titles from the index. From
 * SUGGEST_SLIP_LETTERS letters on one slip of the hand is forgiven, from twice as many two, though not in the first
 * letter: of twenty-six times as many words that would be looked at, few are meant.
 *
 * Ranked by log2 of the sum of its articles' weights (name_tally.h: half for each four years that an article is older),
 * less 3 where what is typed begins within the name ("corbyn" for "Jeremy Corbyn") and 8 for each slip. Of a run,
 * articles that were deleted or replaced still count until the run is merged; their titles are never suggested. */
#ifndef HUSTINGS_SUGGEST_H
#define HUSTINGS_SUGGEST_H

#include "archive/reader.h"
#include "archive/snippet.h"

enum {
    SUGGEST_COUNT = 8,
    SUGGEST_COUNT_MAX = 20,
    SUGGEST_BYTES_MAX = 200, /* of what is typed; from there on nothing is suggested */
    SUGGEST_SLIP_LETTERS = 4,
    SUGGEST_ARENA_MAX = 16 << 20
};

enum suggestion_kind { SUGGEST_WORD, SUGGEST_NAME, SUGGEST_TITLE };

struct suggestion {
    enum suggestion_kind kind;
    const char *text;      /* clean UTF-8, as the archive writes it */
    struct marked marked;  /* the same, with the words marked that begin as typed */
    uint32_t articles;     /* that have it; of a title 1 */
    const char *id, *url;  /* of a title's article; url may be NULL */
};

/* Fills out with up to max suggestions, the best first, in arena; how many, or -1. Titles come behind names and words.
 */
int suggest(struct reader *r, const char *typed, size_t len, size_t max, struct arena *arena,
            struct suggestion *out, struct error *err);
const char *suggestion_kind_name(enum suggestion_kind kind); /* "word" */

#endif
