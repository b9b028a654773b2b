/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forms.h - which words a word stands for: the forms of each stem, by language.
 *
 * Only words as written are indexed. A query finds the inflections of a word by Xapian's
 * synonym table, key "lang:stem", values the forms. An English form that is its own stem is
 * left out, since the stem itself is always tried; not so in other languages, whose stems may be
 * English words of another meaning (the French "centre" has the stem "cent"). */
#ifndef HUSTINGS_FORMS_H
#define HUSTINGS_FORMS_H

#include "archive/error.h"
#include "archive/lexicon.h"
#include "archive/stem.h"
#include "shim/xapian_c.h"

enum {
    FORMS_LANG_MAX = LEXICON_LANG,
    FORMS_KEY_MAX = FORMS_LANG_MAX + WORD_MAX + 16
};

/* The language whose stems an article's or asker's lang means: "en-GB" is "en", none or no code of two letters is "en".
 */
void forms_lang(const char *lang, char out[FORMS_LANG_MAX]);
/* The table's key of a word; its length. *is_stem: the word is an English one and its own stem. */
size_t forms_key(struct stemmer *s, const char *lang, const char *word, size_t len, char key[FORMS_KEY_MAX],
                 bool *is_stem);
/* Writes the forms of all words to w's table. */
int forms_write(struct lexicon *l, xap_writer *w, struct error *err);

#endif
