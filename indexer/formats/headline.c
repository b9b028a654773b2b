/* SPDX-License-Identifier: GPL-2.0-or-later */
/* headline.c - whether a line only says the title again. */
#include "indexer/formats/headline.h"

#include "archive/stem.h"
#include "archive/words.h"

#include <string.h>

enum {
    LINE_MAX_BYTES = 200, /* longer is a paragraph */
    WORDS_MIN = 3,        /* of weight; a line of two may share both by chance */
    SHARE = 60,           /* in a hundred, of the line's words that the title must hold */
    STEMS_MAX = 256       /* of a title; what lies behind is not looked at */
};

struct stem {
    char text[WORD_MAX];
    size_t len;
};

/* The stems of text's words that weigh; their number. */
static size_t stems(struct words *words, struct stemmer *stemmer, const char *text, size_t len, struct stem *out)
{
    struct word w;
    size_t count = 0;

    words_start(words, text, len);
    while (count < STEMS_MAX && words_next(words, &w)) {
        size_t n;
        if (w.kind == WORD_JOINED || word_is_stop(w.term, w.len))
            continue;
        const char *stem = stemmer_stem(stemmer, w.term, w.len, &n);
        out[count].len = n < WORD_MAX ? n : WORD_MAX;
        memcpy(out[count].text, stem, out[count].len);
        count++;
    }
    return count;
}

static bool holds(const struct stem *list, size_t count, const struct stem *one)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].len == one->len && memcmp(list[i].text, one->text, one->len) == 0)
            return true;
    }
    return false;
}

bool headline_repeats(const char *title, const char *line, size_t len)
{
    struct stem in_title[STEMS_MAX], in_line[STEMS_MAX];

    if (!len || len > LINE_MAX_BYTES || line[len - 1] == '.')
        return false;
    struct words *words = words_new();
    struct stemmer *stemmer = stemmer_new("en");
    size_t all = 0, shared = 0;
    if (words && stemmer) {
        size_t titled = stems(words, stemmer, title, strlen(title), in_title);
        all = stems(words, stemmer, line, len, in_line);
        for (size_t i = 0; i < all; i++)
            shared += holds(in_title, titled, &in_line[i]);
    }
    words_free(words);
    stemmer_free(stemmer);
    return all >= WORDS_MIN && shared * 100 >= all * SHARE;
}
