/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rank.c - the best matches put in order again. */
#include "archive/rank.h"

#include "archive/bm25.h"
#include "archive/clock.h"
#include "archive/document.h"
#include "archive/feedback.h"
#include "archive/rank_words.h"
#include "archive/recency.h"
#include "archive/word_freq.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What closeness may add, in parts of what the rarer words of all pairs weigh; a query of many pairs has less for
 * each, since few of them mean anything together. */
#define CLOSENESS 0.45
/* What a title that holds the whole query may add, in parts of what its words weigh. One that holds half of it has a
 * quarter of that: with long questions most titles share some word. */
#define TITLE 0.2
enum {
    NEAR = 8, /* positions apart; what is further is not close */
    HITS_A_LOOK = 8 /* between two looks at the clock */
};

struct pair { /* words i - 1 and i of the query */
    double weight;
    double near; /* of the document at hand: 1/distance, of each time that they are close */
};

struct ranking {
    struct reader *reader;
    const struct plan *plan;
    struct rank_words *words; /* the query's, then feedback's */
    size_t query_words, pair_count;
    double weights[PLAN_WORDS_MAX], weight; /* of each word, and of all */
    struct pair pairs[PLAN_WORDS_MAX]; /* pairs[i].weight 0: they are the same word */
    struct feedback feedback;
    /* Of the document at hand. */
    uint32_t last[PLAN_WORDS_MAX]; /* position of each word */
    bool in_title[PLAN_WORDS_MAX];
    double wdfs[FEEDBACK_TERMS];
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

/* ---- what may be added ----------------------------------------------- */

static int weigh_word(struct ranking *k, size_t word, double documents, double *weight, struct error *err)
{
    const struct term_list *forms = &k->plan->words[word].forms;
    double without = 1;

    for (size_t i = 0; i < forms->count; i++) {
        uint32_t freq;
        if (word_freq(k->reader, forms->at[i], &freq, err) < 0)
            return -1;
        without *= 1 - freq / documents;
    }
    *weight = bm25_weight(documents * (1 - without), documents);
    return 0;
}

static bool same_forms(const struct plan_word *a, const struct plan_word *b)
{
    xap_text x = a->forms.at[0], y = b->forms.at[0];

    return x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
}

static int weigh_pairs(struct ranking *k, double documents, struct error *err)
{
    for (size_t i = 0; i < k->query_words; i++) {
        if (weigh_word(k, i, documents, &k->weights[i], err) < 0)
            return -1;
        k->weight += k->weights[i];
        if (i == 0 || same_forms(&k->plan->words[i - 1], &k->plan->words[i]))
            continue;
        k->pairs[i].weight = fmin(k->weights[i - 1], k->weights[i]);
        k->pair_count++;
    }
    for (size_t i = 0; k->pair_count && i < k->query_words; i++)
        k->pairs[i].weight *= CLOSENESS / sqrt((double)k->pair_count);
    return 0;
}

static double most_to_add(const struct ranking *k)
{
    double most = TITLE * k->weight;

    for (size_t i = 0; i < k->query_words; i++)
        most += k->pairs[i].weight;
    for (size_t i = 0; i < k->feedback.count; i++)
        most += k->feedback.at[i].weight;
    return most;
}

/* ---- one document ---------------------------------------------------- */

static void come_close(struct ranking *k, size_t pair, uint32_t other, enum query_field field, uint32_t position)
{
    if (k->pairs[pair].weight > 0 && other && position - other <= NEAR && position != other)
        k->pairs[pair].near += (field == FIELD_TITLE ? (double)DOCUMENT_TITLE_WDF : 1.0) / (position - other);
}

static void take(void *ctx, unsigned word, enum query_field field, uint32_t position)
{
    struct ranking *k = ctx;

    if (word >= k->query_words) {
        k->wdfs[word - k->query_words] += field == FIELD_TITLE ? DOCUMENT_TITLE_WDF : 1;
        return;
    }
    if (word > 0)
        come_close(k, word, k->last[word - 1], field, position);
    if (word + 1 < k->query_words)
        come_close(k, word + 1, k->last[word + 1], field, position);
    k->last[word] = position;
    k->in_title[word] |= field == FIELD_TITLE;
}

static double length_of(const struct reader *r, uint32_t docid)
{
    const struct reader_place at = reader_place(r, docid);

    return at.document < at.shard->documents ? at.shard->lengths[at.document] : 0;
}

static int look_at(struct ranking *k, double average, struct match_hit *hit, struct error *err)
{
    double norm = bm25_norm(length_of(k->reader, hit->docid), average);

    memset(k->last, 0, sizeof k->last);
    memset(k->wdfs, 0, sizeof k->wdfs);
    memset(k->in_title, 0, sizeof k->in_title);
    for (size_t i = 0; i < k->query_words; i++)
        k->pairs[i].near = 0;
    if (rank_words_read(k->words, hit->docid, take, k, err) < 0)
        return -1;
    for (size_t i = 0; i < k->query_words; i++)
        hit->closeness += k->pairs[i].weight * bm25_part(k->pairs[i].near, norm);
    double held = 0;
    for (size_t i = 0; i < k->query_words; i++)
        held += k->in_title[i] ? k->weights[i] : 0;
    hit->title = k->weight > 0 ? TITLE * held * held / k->weight : 0;
    for (size_t i = 0; i < k->feedback.count; i++)
        hit->feedback += k->feedback.at[i].weight * bm25_part(k->wdfs[i], norm);
    return 0;
}

/* ---- the whole ------------------------------------------------------- */

static int best_first(const void *left, const void *right)
{
    const struct match_hit *a = left, *b = right;

    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

/* The words that are looked for, as lists of forms. */
static bool gather_words(struct ranking *k, struct arena *arena)
{
    size_t count = k->query_words + k->feedback.count;
    struct term_list *forms = arena_alloc(arena, (count + 1) * sizeof *forms);

    for (size_t i = 0; forms && i < count; i++)
        forms[i] = i < k->query_words ? k->plan->words[i].forms : k->feedback.at[i - k->query_words].forms;
    k->words = forms ? rank_words_new(k->reader, forms, count, arena) : NULL;
    return k->words != NULL;
}

static double factor_of(const struct ranking *k, const struct rank_options *options, uint32_t docid)
{
    return options->recency ? recency_factor(options->recency, reader_place(k->reader, docid).docid) : 1;
}

/* Where not all of the hits must be in order, those are left that could not come among the first. */
static int look_at_all(struct ranking *k, const struct rank_options *options, struct match_page *hits, size_t depth,
                       struct arena *arena, struct error *err)
{
    struct timespec begin;
    double most = most_to_add(k), *best = NULL, least = -1;
    size_t kept = 0;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (options->shown < depth && !(best = arena_alloc(arena, (options->shown + 1) * sizeof *best)))
        return no_memory(err);
    for (size_t i = 0; i < depth; i++) {
        struct match_hit *hit = &hits->hits[i];
        if (hit->weight + most < least)
            break; /* as all behind it: they weigh no more */
        if (options->deadline_ms > 0 && i % HITS_A_LOOK == 0 && clock_ms_since(&begin) > options->deadline_ms)
            break;
        if (look_at(k, hits->average, hit, err) < 0)
            return -1;
        hit->weight += (hit->closeness + hit->title + hit->feedback) * factor_of(k, options, hit->docid);
        if (!best)
            continue;
        size_t at = kept < options->shown ? kept++ : kept;
        for (; at > 0 && best[at - 1] < hit->weight; at--)
            best[at] = best[at - 1];
        best[at] = hit->weight;
        least = kept == options->shown && kept ? best[kept - 1] : -1;
    }
    return 0;
}

int rank_again(struct reader *r, const struct plan *plan, const struct rank_options *options, struct arena *arena,
               struct match_page *hits, struct error *err)
{
    struct ranking k = {.reader = r, .plan = plan, .query_words = plan->word_count};
    size_t depth = hits->count < RANK_DEPTH ? hits->count : RANK_DEPTH;
    double documents = 0;

    for (size_t i = 0; i < reader_shard_count(r); i++)
        documents += (double)reader_shard(r, i)->documents;
    if (depth < 2 || weigh_pairs(&k, documents, err) < 0)
        return depth < 2 ? 0 : -1;
    if (options->feedback && feedback_choose(r, plan, hits, documents, arena, &k.feedback, err) < 0)
        return -1;
    if (!gather_words(&k, arena))
        return no_memory(err);
    if (look_at_all(&k, options, hits, depth, arena, err) < 0)
        return -1;
    qsort(hits->hits, depth, sizeof *hits->hits, best_first);
    return 0;
}
