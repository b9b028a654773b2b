/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_typed.h - what was typed, read by the analyser. For suggest*.c only. */
#ifndef HUSTINGS_SUGGEST_TYPED_H
#define HUSTINGS_SUGGEST_TYPED_H

#include "archive/suggest.h"
#include "archive/words.h"

enum { TYPED_WORDS_MAX = 12 };

struct typed {
    char key[SUGGEST_BYTES_MAX + TYPED_WORDS_MAX +
             1]; /* the words with a space between, and behind where one is typed */
    size_t len;
    xap_text words[TYPED_WORDS_MAX]; /* in key */
    size_t count;
    size_t first, name; /* the word, and where in key it is, from which a name may begin: behind stop words that another
                         * word follows, as in "the white h" */
    bool open; /* the last word may go on */
};

/* False: nothing is to be suggested for it, or out of memory with *err set. */
bool typed_read(const char *text, size_t len, struct typed *out, struct error *err);

#endif
