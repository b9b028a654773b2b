/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_diff.h - the change from one text to another, word by word.
 *
 * The greedy algorithm of E. W. Myers, "An O(ND) difference algorithm and its variations", 1986, over words; a word
 * is what stands between white space, and counts as another when a line ends before it. */
#ifndef HUSTINGS_WORD_DIFF_H
#define HUSTINGS_WORD_DIFF_H

#include "archive/arena.h"
#include "archive/error.h"

enum {
    WORD_DIFF_CHANGES_MAX = 2000,    /* words removed and added: 16 MB of memory */
    WORD_DIFF_WORDS_MAX = 200 * 1000 /* of one text */
};

enum word_change_kind { CHANGE_SAME, CHANGE_REMOVED, CHANGE_ADDED };

/* White space behind a word belongs to it: what is same and added, one after the other, is the second text. */
struct word_change {
    enum word_change_kind kind;
    const char *text; /* borrowed from the first text where it was removed, else from the second */
    size_t len;
};

struct word_diff {
    struct word_change *at;
    size_t count;
    bool shortest; /* false: over a maximum; all between the first and the last change is told as one */
};

/* *out lives in arena. FAULT_MEMORY. */
int word_diff(const char *a, size_t a_len, const char *b, size_t b_len, struct arena *arena, struct word_diff *out,
              struct error *err);

#endif
