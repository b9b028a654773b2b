/* SPDX-License-Identifier: GPL-2.0-or-later */
/* correct.c - the query that may have been meant. */
#include "archive/correct.h"

#include "archive/names_known.h"
#include "archive/names_seen.h"
#include "archive/plan.h"
#include "archive/plan_tree.h"
#include "archive/query_print.h"
#include "archive/spelling.h"
#include "archive/stem.h"
#include "archive/synonyms.h"

#include <math.h>

enum { GUESSES = 5, WORDS_MAX = 16 /* of a query that are looked at */ };

static const double BITS_BEHIND = 8;   /* guesses so much less likely than the first are not looked at further */
static const double CONTEXT_BITS =
    0.6; /* for each doubling of the articles in which a guess stands with the other words */

struct correcting {
    struct planner planner;
    const struct clock_limit *limit;
    struct query_word *words[WORDS_MAX];
    struct term_list forms[WORDS_MAX];
    bool unknown[WORDS_MAX]; /* no article has another form of it */
    size_t count;
    bool replaced, unsure;
};

static int gather(struct correcting *c, const struct query_node *node)
{
    bool of_words = node->kind == QUERY_WORD || node->kind == QUERY_PHRASE || node->kind == QUERY_NEAR;

    for (size_t i = 0; of_words && i < node->word_count && c->count < WORDS_MAX; i++) {
        if (node->words[i].stop ||
            (node->kind == QUERY_WORD && node->word_count > 1)) /* a compound is found by its parts */
            continue;
        if (synonyms_know(reader_synonyms(c->planner.reader), node->words[i].term, node->words[i].len))
            continue; /* somebody wrote it down as it is meant */
        if (names_know(c->planner.reader, node->words[i].term, node->words[i].len))
            continue; /* it may be nobody known by a likelier name */
        struct term_list *forms = &c->forms[c->count];
        if (plan_forms(&c->planner, &node->words[i], false, forms) < 0)
            return -1;
        c->unknown[c->count] = forms->count == 1;
        c->words[c->count++] = &node->words[i];
    }
    for (size_t i = 0; i < node->part_count; i++)
        if (node->kind != QUERY_NOT && node->kind != QUERY_SYNONYM && gather(c, node->parts[i]) < 0)
            return -1;
    return 0;
}

/* In how many articles a guess stands with the other words that articles have; 0 also when there are none. */
static int count_together(struct correcting *c, size_t which, const struct spelling_guess *guess, uint64_t *count)
{
    struct planner *p = &c->planner;
    const struct match_options none = {.order = MATCH_NEWEST, .deadline_ms = clock_ms_left(c->limit)};
    struct match_page page;
    struct tree *all =
        plan_with(plan_node(p, TREE_AND, c->count + 1), plan_term(p, "", (xap_text){guess->word, guess->len}));

    for (size_t i = 0; i < c->count; i++) {
        if (i == which || c->unknown[i])
            continue;
        struct tree *any = plan_node(p, TREE_SYNONYM, c->forms[i].count);
        for (size_t k = 0; k < c->forms[i].count; k++)
            any = plan_with(any, plan_term(p, "", c->forms[i].at[k]));
        all = plan_with(all, any);
    }
    *count = 0;
    if (!all || all->count == 1)
        return all ? 0 : -1;
    if (match_run(p->reader, all, &none, p->arena, &page, p->err) < 0)
        return -1;
    *count = page.total;
    return 0;
}

static int replace(struct correcting *c, size_t which)
{
    struct query_word *word = c->words[which];
    struct spelling_guess guesses[GUESSES];
    const struct spelling_guess *taken = NULL;
    double best = -INFINITY, second = -INFINITY;
    int count = spelling_guesses(reader_spelling(c->planner.reader), c->planner.reader, word->term, word->len,
                                 c->limit, c->planner.arena, guesses, GUESSES, c->planner.err);

    if (count < 0)
        return -1;
    for (int i = 0; i < count && guesses[i].score > guesses[0].score - BITS_BEHIND && !clock_is_past(c->limit); i++) {
        uint64_t together;
        if (count_together(c, which, &guesses[i], &together) < 0)
            return -1;
        double score = guesses[i].score + CONTEXT_BITS * log2(1 + (double)together);
        second = fmax(second, fmin(score, best));
        if (score <= best)
            continue;
        best = score;
        taken = &guesses[i];
    }
    bool name = false; /* a word that some article has, and has as a name, is what it is */
    if (taken &&
        names_seen(c->planner.reader, (xap_text){word->term, word->len}, c->planner.arena, &name, c->planner.err) < 0)
        return -1;
    if (!taken || name)
        return 0;
    word->term = taken->word;
    word->len = taken->len;
    c->replaced = true;
    c->unsure |= !taken->near || best - second < taken->lead;
    return 0;
}

int correct_query(struct reader *r, struct query *query, const struct clock_limit *limit, struct arena *arena,
                  struct correction *out, struct error *err)
{
    struct plan none = {0};
    struct correcting c = {.planner = {.reader = r, .arena = arena, .plan = &none, .err = err}, .limit = limit};

    *out = (struct correction){0};
    int rc = gather(&c, query->root);
    for (size_t i = 0; rc == 0 && i < c.count && !clock_is_past(limit); i++)
        if (c.unknown[i])
            rc = replace(&c, i);
    out->late = clock_is_past(limit);
    for (size_t i = 0; i < READER_LANGS_MAX; i++)
        stemmer_free(c.planner.stemmers[i]);
    if (rc < 0 || !c.replaced || out->late)
        return rc;
    struct buffer text = buffer_make(QUERY_BYTES_MAX * 2);
    if (query_print(query->root, &text))
        out->text = arena_copy(arena, text.data, text.len);
    buffer_free(&text);
    out->sure = !c.unsure;
    return out->text ? 0 : error_set(err, FAULT_MEMORY, "the query needs too much memory");
}
