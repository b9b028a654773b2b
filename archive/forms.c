/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forms.c - which words a word stands for: the forms of each stem, by language. */
#include "archive/forms.h"

#include "archive/arena.h"
#include "archive/scoped.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    SLOTS_AT_FIRST = 1 << 14,
    WORDS_BYTES_MAX = 1 << 30 /* 30 million distinct words: more is no vocabulary */
};

DEFINE_SCOPED(stemmer, struct stemmer *, stemmer_free)

/* lang, then the word, in one allocation. */
struct entry {
    uint32_t hash;
    uint8_t len;
    char lang[FORMS_LANG_MAX];
    char word[];
};

struct word_set {
    struct arena arena;
    struct entry **slots; /* never over half full */
    size_t slot_count, count;
};

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

struct word_set *word_set_new(void)
{
    struct word_set *s = calloc(1, sizeof *s);

    if (!s)
        return NULL;
    s->arena = arena_make(WORDS_BYTES_MAX);
    s->slot_count = SLOTS_AT_FIRST;
    s->slots = calloc(s->slot_count, sizeof(struct entry *));
    if (!s->slots) {
        free(s);
        return NULL;
    }
    return s;
}

void word_set_free(struct word_set *s)
{
    if (!s)
        return;
    arena_free(&s->arena);
    free(s->slots);
    free(s);
}

static struct entry **slot_of(struct entry **slots, size_t slot_count, uint32_t hash, const char *lang,
                              const char *word, size_t len)
{
    size_t at = hash & (slot_count - 1);

    for (; slots[at]; at = (at + 1) & (slot_count - 1)) {
        const struct entry *e = slots[at];
        if (e->hash == hash && e->len == len && memcmp(e->word, word, len) == 0 && strcmp(e->lang, lang) == 0)
            break;
    }
    return &slots[at];
}

static bool grow(struct word_set *s)
{
    size_t slot_count = s->slot_count * 2;
    struct entry **slots = calloc(slot_count, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < s->slot_count; i++) {
        struct entry *e = s->slots[i];
        if (e)
            *slot_of(slots, slot_count, e->hash, e->lang, e->word, e->len) = e;
    }
    free(s->slots);
    s->slots = slots;
    s->slot_count = slot_count;
    return true;
}

bool word_set_add(struct word_set *s, const char *lang, const char *word, size_t len)
{
    uint32_t hash = (uint32_t)XXH3_64bits(word, len) ^ (uint32_t)(lang[0] << 8 ^ lang[1]);
    struct entry **slot = slot_of(s->slots, s->slot_count, hash, lang, word, len);

    if (*slot || len > WORD_MAX)
        return true;
    if (s->count * 2 >= s->slot_count) {
        if (!grow(s))
            return false;
        slot = slot_of(s->slots, s->slot_count, hash, lang, word, len);
    }
    struct entry *e = arena_alloc(&s->arena, sizeof *e + len);
    if (!e)
        return false;
    e->hash = hash;
    e->len = (uint8_t)len;
    memcpy(e->lang, lang, FORMS_LANG_MAX);
    memcpy(e->word, word, len);
    *slot = e;
    s->count++;
    return true;
}

bool word_set_join(struct word_set *s, const struct word_set *other)
{
    for (size_t i = 0; i < other->slot_count; i++) {
        const struct entry *e = other->slots[i];
        if (e && !word_set_add(s, e->lang, e->word, e->len))
            return false;
    }
    return true;
}

static int by_lang(const void *left, const void *right)
{
    return strcmp((*(struct entry *const *)left)->lang, (*(struct entry *const *)right)->lang);
}

int word_set_write(const struct word_set *s, xap_writer *w, struct error *err)
{
    scoped(char_ptr) struct entry **all = malloc((s->count + 1) * sizeof *all);
    scoped(stemmer) struct stemmer *stemmer = NULL;
    const char *lang = "";
    size_t count = 0;

    if (!all)
        return error_set(err, FAULT_MEMORY, "no memory for the forms of words");
    for (size_t i = 0; i < s->slot_count; i++)
        if (s->slots[i])
            all[count++] = s->slots[i];
    qsort(all, count, sizeof *all, by_lang); /* one stemmer a language */
    for (size_t i = 0; i < count; i++) {
        const struct entry *e = all[i];
        char key[FORMS_KEY_MAX];
        bool is_stem;
        if (!stemmer || strcmp(lang, e->lang) != 0) {
            stemmer_free(stemmer);
            stemmer = stemmer_new(e->lang);
            lang = e->lang;
            if (!stemmer)
                return error_set(err, FAULT_MEMORY, "no memory for the forms of words");
        }
        size_t key_len = forms_key(stemmer, lang, e->word, e->len, key, &is_stem);
        xap_error xerr;
        if (!is_stem &&
            xap_writer_add_synonym(w, (xap_text){key, key_len}, (xap_text){e->word, e->len}, &xerr) != XAP_OK)
            return error_set(err, FAULT_IO, "cannot write the forms of words: %s", xerr.text);
    }
    return 0;
}
