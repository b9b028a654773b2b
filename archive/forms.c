/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forms.c - which words a word stands for: the forms of each stem, by language. */
#include "archive/forms.h"

#include "archive/scoped.h"

#include <string.h>

DEFINE_SCOPED(stemmer, struct stemmer *, stemmer_free)

void forms_lang(const char *lang, char out[FORMS_LANG_MAX])
{
    size_t len = lang ? strcspn(lang, "-_") : 0;

    memcpy(out, "en", sizeof "en");
    if (len != 2)
        return;
    for (size_t i = 0; i < 2; i++) {
        char letter = (char)(lang[i] | 0x20);
        if (letter < 'a' || letter > 'z') {
            memcpy(out, "en", sizeof "en");
            return;
        }
        out[i] = letter;
    }
}

size_t forms_key(struct stemmer *s, const char *lang, const char *word, size_t len, char key[FORMS_KEY_MAX],
                 bool *is_stem)
{
    size_t lang_len = strlen(lang), stem_len;
    const char *stem = stemmer_stem(s, word, len, &stem_len);

    if (stem_len > FORMS_KEY_MAX - FORMS_LANG_MAX)
        stem_len = FORMS_KEY_MAX - FORMS_LANG_MAX;
    *is_stem = strcmp(lang, "en") == 0 && stem_len == len && memcmp(stem, word, len) == 0;
    memcpy(key, lang, lang_len);
    key[lang_len] = ':';
    memcpy(key + lang_len + 1, stem, stem_len);
    return lang_len + 1 + stem_len;
}

static int write_lang(struct lexicon *l, unsigned lang, xap_writer *w, struct error *err)
{
    const char *name = lexicon_lang_name(l, lang);
    scoped(stemmer) struct stemmer *stemmer = stemmer_new(name);

    if (!stemmer)
        return error_set(err, FAULT_MEMORY, "no memory for the forms of words");
    for (uint32_t i = 0; i < lexicon_count(l); i++) {
        const struct lexicon_word *word = lexicon_at(l, i);
        char key[FORMS_KEY_MAX];
        bool is_stem;
        xap_error xerr;
        if (!(word->langs & 1u << lang))
            continue;
        size_t len = forms_key(stemmer, name, word->word, word->len, key, &is_stem);
        if (!is_stem &&
            xap_writer_add_synonym(w, (xap_text){key, len}, (xap_text){word->word, word->len}, &xerr) != XAP_OK)
            return error_set(err, FAULT_IO, "cannot write the forms of words: %s", xerr.text);
    }
    return 0;
}

int forms_write(struct lexicon *l, xap_writer *w, struct error *err)
{
    for (unsigned i = 0; i < lexicon_lang_count(l); i++)
        if (write_lang(l, i, w, err) < 0)
            return -1;
    return 0;
}
