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
#include "archive/stem.h"
#include "archive/words.h"
#include "shim/xapian_c.h"

enum {
    FORMS_LANG_MAX = 3,                       /* bytes of a language with its NUL: ISO 639-1 */
    FORMS_KEY_MAX = FORMS_LANG_MAX + WORD_MAX + 16
};

/* The language whose stems an article's or asker's lang means: "en-GB" is "en", none or no code of two letters is "en". */
void forms_lang(const char *lang, char out[FORMS_LANG_MAX]);
/* The table's key of a word; its length. *is_stem: the word is an English one and its own stem. */
size_t forms_key(struct stemmer *s, const char *lang, const char *word, size_t len, char key[FORMS_KEY_MAX],
                 bool *is_stem);

/* Words gathered while many articles are indexed; one thread a set. */
struct word_set;
struct word_set *word_set_new(void); /* NULL: out of memory */
void word_set_free(struct word_set *s); /* accepts NULL */
bool word_set_add(struct word_set *s, const char *lang, const char *word, size_t len);
/* Takes all of other's words too. */
bool word_set_join(struct word_set *s, const struct word_set *other);
/* Writes the forms of all words to w's table. */
int word_set_write(const struct word_set *s, xap_writer *w, struct error *err);

#endif
