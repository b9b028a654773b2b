/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_choose.c - what of a tally is worth suggesting, and how it is written. */
#include "archive/names.h"

#include "archive/array_grow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SMALL = 200, MIDDLING = 2000,  /* articles of a run: of fewer, a name needs one article, or two */
    NAME_ARTICLES = 3,
    WORD_ARTICLES_A_RUN = 5000,    /* a word needs one article in so many */
    WORD_ARTICLES_MAX = 20,
    INSIDE_PART = 4,               /* one of so many of a name's articles has it within a sentence */
    REPEATED_TIMES = 2,
    LOWER_PART = 4                 /* a word is a name when its capital is so much more frequent than without */
};

static const float COMMON_TIMES = 1.5f;

void names_list_free(struct names_list *l)
{
    free(l->at);
    *l = (struct names_list){0};
}

static uint16_t weight_of(float sum)
{
    double weight = NAMES_WEIGHT_NONE + log2(sum > 0 ? sum : 1e-30) * NAMES_WEIGHT_ONE;

    return weight < 1 ? 1 : weight > UINT16_MAX ? UINT16_MAX : (uint16_t)lrint(weight);
}

static uint32_t least_articles(size_t documents, uint32_t most)
{
    return documents < SMALL ? 1 : documents < MIDDLING ? 2 : most;
}

/* NAMES_GIVEN unless the text is the key with some capitals. */
static uint8_t writing_of(const struct name_entry *e)
{
    uint8_t bits = 0;
    unsigned word = 0;
    size_t upper = 0, letters = 0;

    if (e->key_len != e->text_len)
        return NAMES_GIVEN;
    for (size_t i = 0; i < e->key_len; i++) {
        bool first = i == 0 || e->key[i - 1] == ' ', capital = e->text[i] >= 'A' && e->text[i] <= 'Z';
        word += first && i;
        if ((capital ? e->text[i] - 'A' + 'a' : e->text[i]) != e->key[i])
            return NAMES_GIVEN;
        letters += e->key[i] >= 'a' && e->key[i] <= 'z';
        upper += capital;
        if (capital && first && word < 6)
            bits |= (uint8_t)(1u << word);
    }
    if (upper == letters && letters > 1)
        return NAMES_UPPER;
    return upper == (size_t)__builtin_popcount(bits) ? bits : NAMES_GIVEN;
}

static bool put(struct names_list *l, const struct name_record *r)
{
    if (!array_grow(&l->at, &l->size, l->count + 1, sizeof *l->at))
        return false;
    l->at[l->count++] = *r;
    return true;
}

static uint32_t cap_articles(uint32_t articles)
{
    return articles < NAMES_ARTICLES_MAX ? articles : NAMES_ARTICLES_MAX;
}

static bool choose_names(const struct name_tally *tally, size_t documents, struct names_list *out)
{
    uint32_t least = least_articles(documents, NAME_ARTICLES);

    for (size_t i = 0; i < name_tally_names(tally); i++) {
        const struct name_entry *e = name_tally_name(tally, i);
        if (e->articles < least || (uint64_t)e->inside * INSIDE_PART < e->articles)
            continue;
        uint8_t writing = writing_of(e);
        struct name_record r = {.key = e->key, .key_len = (uint8_t)e->key_len, .writing = writing,
                                .text = writing & NAMES_GIVEN ? e->text : NULL, .text_len = (uint8_t)e->text_len,
                                .weight = weight_of(e->weight), .articles = cap_articles(e->articles)};
        if (!put(out, &r))
            return false;
    }
    return true;
}

static bool is_worth_typing(const struct lexicon_word *word, const struct word_tally *w)
{
    return word->len > 1 && word->len <= NAME_BYTES_MAX && !(word->word[0] >= '0' && word->word[0] <= '9') &&
           w->no_word * 2 <= w->capital + w->upper + w->lower && !word_is_stop(word->word, word->len) &&
           !names_is_dull(word->word, word->len);
}

/* Of a word: one that a good part of all articles have says little, and one in two thirds of them nothing. */
static float weight_among(const struct word_tally *w, size_t documents, bool name)
{
    float rest = 1 - COMMON_TIMES * (float)w->articles / (float)documents;

    if (name || documents < MIDDLING)
        return w->weight;
    return rest > 0 ? w->weight * rest * rest : 0;
}

/* A word that is written oddly, such as "TrumpGOP", is found as a name too. Where it counts little as one, it stood in
 * the same words each time: two headlines run into one, in a list that many articles have. */
static bool is_only_repeated(const struct name_tally *tally, const struct lexicon_word *word,
                             const struct word_tally *w)
{
    const struct name_entry *e = w->lower ? NULL : name_tally_find(tally, word->word, word->len);

    return e && writing_of(e) & NAMES_GIVEN && e->articles * REPEATED_TIMES < w->articles;
}

static bool choose_words(const struct name_tally *tally, struct lexicon *words, size_t documents,
                         struct names_list *out)
{
    size_t most = documents / WORD_ARTICLES_A_RUN;
    most = most < NAME_ARTICLES ? NAME_ARTICLES : most > WORD_ARTICLES_MAX ? WORD_ARTICLES_MAX : most;
    uint32_t least = least_articles(documents, (uint32_t)most);

    for (size_t i = 0; i < name_tally_words(tally); i++) {
        const struct word_tally *w = name_tally_word(tally, i);
        const struct lexicon_word *word = lexicon_at(words, (uint32_t)i);
        if (w->articles < least || !is_worth_typing(word, w) || is_only_repeated(tally, word, w))
            continue;
        bool name = w->lower * LOWER_PART < w->capital + w->upper;
        float weight = weight_among(w, documents, name);
        if (weight == 0)
            continue;
        struct name_record r = {.key = word->word, .key_len = (uint8_t)word->len, .weight = weight_of(weight),
                                .writing = !name ? 0 : w->upper > w->capital ? NAMES_UPPER : 1,
                                .articles = cap_articles(w->articles)};
        if (!put(out, &r))
            return false;
    }
    return true;
}

static int by_key(const void *left, const void *right)
{
    const struct name_record *a = left, *b = right;
    int order = memcmp(a->key, b->key, a->key_len < b->key_len ? a->key_len : b->key_len);

    return order ? order : (a->key_len > b->key_len) - (a->key_len < b->key_len);
}

/* A word found as a name too ("McConnell") is counted as the word and written as the name, if that is usual. */
static struct name_record joined(const struct name_record *a, const struct name_record *b)
{
    const struct name_record *word = a->articles < b->articles ? b : a, *name = a->articles < b->articles ? a : b;
    struct name_record r = *word;

    if (name->articles * 2 >= word->articles && name->writing) {
        r.writing = name->writing;
        r.text = name->text;
        r.text_len = name->text_len;
    }
    return r;
}

bool names_choose(const struct name_tally *tally, struct lexicon *words, size_t documents, struct names_list *out)
{
    struct names_list list = {0};
    size_t kept = 0;

    if (!choose_names(tally, documents, &list) || !choose_words(tally, words, documents, &list)) {
        names_list_free(&list);
        return false;
    }
    if (list.count)
        qsort(list.at, list.count, sizeof *list.at, by_key);
    for (size_t i = 0; i < list.count; i++) {
        if (kept && by_key(&list.at[kept - 1], &list.at[i]) == 0)
            list.at[kept - 1] = joined(&list.at[kept - 1], &list.at[i]);
        else
            list.at[kept++] = list.at[i];
    }
    list.count = kept;
    *out = list;
    return true;
}
