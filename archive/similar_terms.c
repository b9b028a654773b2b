/* SPDX-License-Identifier: GPL-2.0-or-later */
/* similar_terms.c - the words that tell an article from others: tf·idf. */
#include "archive/similar_terms.h"

#include "archive/bm25.h"
#include "archive/document.h"
#include "archive/terms.h"
#include "archive/word_freq.h"

#include <stdlib.h>

enum {
    FREQ_MIN = 2,        /* articles: a word of this one alone finds no other */
    TEXT_MAX = 512 << 10 /* bytes of a text looked at */
};

struct weighed {
    const struct term_entry *entry;
    double rarity, weight; /* idf, as the matcher has it; tf·idf */
};

static int heaviest_first(const void *left, const void *right)
{
    const struct weighed *a = left, *b = right;

    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return a->entry < b->entry ? -1 : a->entry > b->entry; /* as they come */
}

static bool gather(struct terms *all, struct words *words, struct record_text text, uint32_t wdf)
{
    struct word w;

    words_start(words, text.data ? text.data : "", text.len < TEXT_MAX ? text.len : TEXT_MAX);
    while (words_next(words, &w))
        if (terms_add(all, w.term, w.len, 0, wdf, true) == TERMS_FULL)
            return false;
    return true;
}

static int weigh(struct reader *r, const struct terms *all, struct weighed *out, size_t *count, struct error *err)
{
    double documents = 0;

    for (size_t i = 0; i < reader_shard_count(r); i++)
        documents += (double)reader_shard(r, i)->documents;
    for (size_t i = 0; i < terms_count(all); i++) {
        const struct term_entry *e = terms_at(all, i);
        uint32_t freq;
        if (!word_may_tell(e->term, e->len))
            continue;
        if (word_freq(r, (xap_text){e->term, e->len}, &freq, err) < 0)
            return -1;
        double rarity = bm25_weight(freq, documents);
        if (freq >= FREQ_MIN)
            out[(*count)++] = (struct weighed){e, rarity, e->wdf * rarity};
    }
    qsort(out, *count, sizeof *out, heaviest_first);
    return 0;
}

static int choose(struct reader *r, const struct terms *all, struct arena *arena, struct similar_terms *out,
                  struct error *err)
{
    struct weighed *weighed = arena_alloc(arena, (terms_count(all) + 1) * sizeof *weighed);
    size_t found = 0;

    if (!weighed)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    if (weigh(r, all, weighed, &found, err) < 0)
        return -1;
    while (out->count < found && out->count < SIMILAR_TERMS) {
        const struct weighed *w = &weighed[out->count];
        const char *copy = arena_copy(arena, w->entry->term, w->entry->len);
        if (!copy)
            return error_set(err, FAULT_MEMORY, "the search needs too much memory");
        out->at[out->count++] = (struct record_text){copy, w->entry->len};
        out->most += w->rarity;
    }
    return 0;
}

int similar_terms(struct reader *r, struct words *words, struct record_text title, struct record_text text,
                  struct arena *arena, struct similar_terms *out, struct error *err)
{
    struct terms *all = terms_new();
    int rc;

    *out = (struct similar_terms){0};
    if (!all || !gather(all, words, title, DOCUMENT_TITLE_WDF) || !gather(all, words, text, 1))
        rc = error_set(err, FAULT_MEMORY, "the search needs too much memory");
    else
        rc = choose(r, all, arena, out, err);
    terms_free(all);
    return rc;
}
