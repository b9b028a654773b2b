/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feedback.c - the words that tell a search's best matches from other documents. */
#include "archive/feedback.h"

#include "archive/bm25.h"
#include "archive/docid_article.h"
#include "archive/document.h"
#include "archive/feedback_tally.h"
#include "archive/names_known.h"
#include "archive/schema.h"
#include "archive/terms.h"
#include "archive/word_freq.h"

#include <stdlib.h>
#include <string.h>

#define FEEDBACK 0.25 /* of its own weight that the heaviest word may add */
enum {
    HITS_MIN = 2,          /* of the best that have a word, or it tells nothing of them all */
    LETTERS_MIN = 3,
    TEXT_MAX = 4 << 10     /* bytes of a text looked at: news says first what it is about */
};

_Static_assert((int)FEEDBACK_HITS <= (int)TALLY_DOCUMENTS, "a tally has room for all hits");

struct candidate {
    const struct term_entry *entry;
    double idf, weight;
};

struct choosing {
    struct reader *reader;
    struct arena *arena;
    struct error *err;
    double average; /* length */
    struct feedback_tally tallies[SCHEMA_DATABASES_MAX]; /* of hits of runs */
    size_t tallied[SCHEMA_DATABASES_MAX];                /* hits */
    struct words *words;      /* NULL until one of the delta is read */
    struct terms *here, *all; /* words of one hit; and of all hits, wdf: of how many */
    double *parts;            /* what each of all weighs in them, without its idf */
    size_t size;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

/* ---- the words of the best matches ----------------------------------- */

static bool count_words(struct words *words, struct terms *out, const char *text, size_t len, uint32_t wdf)
{
    struct word w;

    words_start(words, text ? text : "", len < TEXT_MAX ? len : TEXT_MAX);
    while (words_next(words, &w))
        if (w.kind != WORD_JOINED && terms_add(out, w.term, w.len, 0, wdf, true) == TERMS_FULL)
            return false;
    return true;
}

static int read_hit(struct choosing *c, struct words *words, uint32_t docid)
{
    struct record record;
    struct record_text text;

    terms_clear(c->here);
    if (docid_article(c->reader, docid, c->arena, &record, &text, c->err) < 0)
        return -1;
    if (!count_words(words, c->here, record.title.data, record.title.len, DOCUMENT_TITLE_WDF) ||
        !count_words(words, c->here, text.data, text.len, 1))
        return no_memory(c->err);
    return 0;
}

/* Figures and what is very short tell nothing. */
static bool may_tell(xap_text word)
{
    for (size_t i = 0; i < word.len; i++)
        if (strchr("0123456789.", word.data[i]))
            return false;
    return word.len >= LETTERS_MIN && !word_is_stop(word.data, word.len);
}

/* A word of so many more hits. */
static bool add_word(void *ctx, xap_text word, uint32_t documents, double parts)
{
    struct choosing *c = ctx;

    if (!may_tell(word))
        return true;
    uint32_t number = terms_add(c->all, word.data, word.len, 0, documents, true);
    if (number == TERMS_FULL || !arena_grow(c->arena, &c->parts, &c->size, number + 1, sizeof *c->parts))
        return false;
    c->parts[number] += parts;
    return true;
}

/* A hit of the delta: its words, as much as each weighs in it and it in the answer. */
static int add_text(struct choosing *c, uint32_t docid, double importance, double norm)
{
    if (!c->words && !(c->words = words_new()))
        return no_memory(c->err);
    if (read_hit(c, c->words, docid) < 0)
        return -1;
    for (size_t i = 0; i < terms_count(c->here); i++) {
        const struct term_entry *e = terms_at(c->here, i);
        if (!add_word(c, (xap_text){e->term, e->len}, 1, importance * bm25_part(e->wdf, norm)))
            return no_memory(c->err);
    }
    return 0;
}

static int add_hit(struct choosing *c, uint32_t docid, double importance)
{
    const struct reader_place at = reader_place(c->reader, docid);

    if (at.document == at.shard->documents)
        return 0;
    double norm = bm25_norm(at.shard->lengths[at.document], c->average);
    if (!at.shard->forward)
        return add_text(c, docid, importance, norm);
    struct feedback_tally *tally = &c->tallies[at.number];
    if (!tally->slots && !feedback_tally_make(tally, at.shard->forward, c->arena))
        return no_memory(c->err);
    feedback_tally_add(tally, at.document, importance, norm);
    c->tallied[at.number]++;
    return 0;
}

/* Where one run alone was asked, words that too few hits have need not be looked up. */
static int add_tallies(struct choosing *c, size_t hits)
{
    for (size_t i = 0; i < reader_shard_count(c->reader); i++) {
        uint32_t least = c->tallied[i] == hits ? HITS_MIN : 1;
        if (c->tallied[i] && !feedback_tally_take(&c->tallies[i], least, c->arena, add_word, c))
            return no_memory(c->err);
    }
    return 0;
}

/* ---- choosing -------------------------------------------------------- */

static int heaviest_first(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->entry > b->entry) - (a->entry < b->entry); /* as they came */
}

static int weigh(struct choosing *c, double documents, struct candidate *out, size_t *count)
{
    for (size_t i = 0; i < terms_count(c->all); i++) {
        const struct term_entry *e = terms_at(c->all, i);
        uint32_t freq;
        if (e->wdf < HITS_MIN)
            continue;
        if (word_freq(c->reader, (xap_text){e->term, e->len}, &freq, c->err) < 0)
            return -1;
        double idf = bm25_weight(freq, documents);
        out[(*count)++] = (struct candidate){e, idf, c->parts[i] * idf};
    }
    qsort(out, *count, sizeof *out, heaviest_first);
    return 0;
}

static int take_heaviest(struct choosing *c, double documents, struct feedback *out)
{
    struct candidate *candidates = arena_alloc(c->arena, (terms_count(c->all) + 1) * sizeof *candidates);
    size_t count = 0;

    if (!candidates)
        return no_memory(c->err);
    if (weigh(c, documents, candidates, &count) < 0)
        return -1;
    for (size_t i = 0; i < count && i < FEEDBACK_TERMS; i++) {
        const struct candidate *one = &candidates[i];
        xap_text *form = arena_alloc(c->arena, sizeof *form);
        const char *copy = arena_copy(c->arena, one->entry->term, one->entry->len);
        if (!form || !copy)
            return no_memory(c->err);
        *form = (xap_text){copy, one->entry->len};
        out->at[out->count++] =
            (struct feedback_term){{form, 1, 1}, FEEDBACK * one->idf * one->weight / candidates[0].weight};
    }
    return 0;
}

static int choose(struct choosing *c, const struct match_page *hits, double documents, struct feedback *out)
{
    size_t count = 0;

    for (; count < hits->count && count < FEEDBACK_HITS && hits->hits[count].weight > 0; count++)
        if (add_hit(c, hits->hits[count].docid, hits->hits[count].weight / hits->hits[0].weight) < 0)
            return -1;
    return add_tallies(c, count) < 0 ? -1 : take_heaviest(c, documents, out);
}

/* ---- the whole ------------------------------------------------------- */

static bool has_name(struct reader *r, const struct plan *plan)
{
    for (size_t i = 0; i < plan->word_count; i++)
        if (names_know(r, plan->words[i].text, plan->words[i].len))
            return true;
    return false;
}

int feedback_choose(struct reader *r, const struct plan *plan, const struct match_page *hits, double documents,
                    struct arena *arena, struct feedback *out, struct error *err)
{
    struct choosing c = {.reader = r, .arena = arena, .err = err, .average = hits->average};

    *out = (struct feedback){0};
    if (!plan->word_count || hits->total < FEEDBACK_MATCHES || has_name(r, plan))
        return 0;
    c.here = terms_new();
    c.all = terms_new();
    int rc = c.here && c.all ? choose(&c, hits, documents, out) : no_memory(err);
    words_free(c.words);
    terms_free(c.here);
    terms_free(c.all);
    return rc;
}
