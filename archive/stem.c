/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stem.c - Snowball, with the spelling settled and odd plurals mended before it. */
#include "archive/stem.h"

#include "archive/memory.h"
#include "archive/words.h"

#include <errno.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: the word is its own stem */
    bool english;
    char spelled[WORD_MAX + 8];
};

/* Snowball takes no -s off where no vowel, or only the last letter before it, is one. */
static const char odd_plurals[][5] = {"dvds", "kcs", "mlas", "mps", "msps", "ngos", "pcs", "pms", "qcs", "tds", "tvs"};

struct stemmer *stemmer_new(const char *lang)
{
    struct stemmer *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->english = lang && strcmp(lang, "en") == 0;
    errno = 0;
    s->snowball = lang && strlen(lang) == 2 ? sb_stemmer_new(lang, "UTF_8") : NULL;
    if (!s->snowball && errno == ENOMEM) { /* which it does not tell from a language that it has no stemmer for */
        free(s);
        return NULL;
    }
    return s;
}

void stemmer_free(struct stemmer *s)
{
    if (!s)
        return;
    if (s->snowball)
        sb_stemmer_delete(s->snowball);
    free(s);
}

static bool is_odd_plural(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof odd_plurals / sizeof *odd_plurals; i++)
        if (strlen(odd_plurals[i]) == len && memcmp(odd_plurals[i], word, len) == 0)
            return true;
    return false;
}

const char *stemmer_stem(struct stemmer *s, const char *word, size_t len, size_t *stem_len)
{
    *stem_len = len;
    if (!s->snowball || len > WORD_MAX)
        return word;
    if (s->english) {
        if (is_odd_plural(word, len)) {
            *stem_len = len - 1;
            return word;
        }
        len = spelling_us(word, len, s->spelled);
        word = s->spelled;
    }
    const sb_symbol *stem = sb_stemmer_stem(s->snowball, (const sb_symbol *)word, (int)len);
    if (!stem) { /* the word itself is narrower */
        memory_note();
        return word;
    }
    *stem_len = (size_t)sb_stemmer_length(s->snowball);
    return (const char *)stem;
}
