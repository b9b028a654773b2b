/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lexicon.h - the distinct words of many articles, numbered as they come. One thread a lexicon. */
#ifndef HUSTINGS_LEXICON_H
#define HUSTINGS_LEXICON_H

#include "archive/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LEXICON_LANG = 3,      /* bytes of a language with its NUL: ISO 639-1 */
    LEXICON_LANGS_MAX = 32 /* languages told apart; past them a word counts as English */
};
#define LEXICON_FULL UINT32_MAX

struct lexicon_word {
    const char *word; /* no NUL behind it */
    uint32_t hash;
    uint32_t langs;   /* bits, by lexicon_lang's numbers */
    uint64_t uses;    /* as counted by the caller */
    uint32_t len;
};

struct lexicon;
struct lexicon *lexicon_new(void); /* NULL: out of memory */
void lexicon_free(struct lexicon *l); /* accepts NULL */
/* The number of a language, taken in when new; the first is "en". */
unsigned lexicon_lang(struct lexicon *l, const char lang[LEXICON_LANG]);
size_t lexicon_lang_count(const struct lexicon *l);
const char *lexicon_lang_name(const struct lexicon *l, unsigned lang);
/* The number of a word of that language, taken in when new; LEXICON_FULL: out of memory. */
uint32_t lexicon_add(struct lexicon *l, unsigned lang, const char *word, size_t len);
size_t lexicon_count(const struct lexicon *l);
struct lexicon_word *lexicon_at(struct lexicon *l, uint32_t number); /* borrowed until the next add */
/* Takes other's words in; numbers[i] is what other's word i is called here. False: out of memory. */
bool lexicon_join(struct lexicon *l, struct lexicon *other, uint32_t *numbers);

#endif
