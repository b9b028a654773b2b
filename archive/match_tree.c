/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_tree.c - a query evaluated window by window. */
#include "archive/match_tree.h"

#include "archive/bm25.h"

#include <string.h>

static bool any_bit(const uint64_t bits[WINDOW_WORDS])
{
    uint64_t all = 0;

    for (size_t i = 0; i < WINDOW_WORDS; i++)
        all |= bits[i];
    return all != 0;
}

static int evaluate(struct match_shard *s, const struct match_node *node, uint64_t bits[WINDOW_WORDS]);

static void count_once(uint32_t *wdfs, uint32_t share, const uint64_t bits[WINDOW_WORDS])
{
    for (size_t w = 0; w < WINDOW_WORDS; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            wdfs[w * 64 + (size_t)__builtin_ctzll(left)] += share;
}

static int evaluate_others(struct match_shard *s, struct match_leaf *leaf, bool weights, uint64_t bits[WINDOW_WORDS])
{
    uint64_t more[WINDOW_WORDS];
    int any = 0;

    for (size_t i = 0; i < leaf->other_count; i++) {
        int found = evaluate(s, leaf->others[i].node, more);
        if (found < 0)
            return -1;
        if (found && weights)
            count_once(leaf->wdfs, leaf->others[i].share, more);
        for (size_t w = 0; found && w < WINDOW_WORDS; w++)
            bits[w] |= more[w];
        any |= found;
    }
    return any;
}

static int evaluate_leaf(struct match_shard *s, struct match_leaf *leaf, uint64_t bits[WINDOW_WORDS])
{
    bool any = false, weights = s->weights && leaf->weighs;

    memset(bits, 0, sizeof leaf->bits);
    if (weights)
        memset(leaf->wdfs, 0, WINDOW * sizeof *leaf->wdfs);
    for (size_t i = 0; i < leaf->count; i++)
        any |= match_list_fill(&leaf->lists[i], s->from, s->end, bits, weights ? leaf->wdfs : NULL);
    int others = leaf->other_count ? evaluate_others(s, leaf, weights, bits) : 0;
    if (others < 0)
        return -1;
    if (weights) {
        memcpy(leaf->bits, bits, sizeof leaf->bits);
        leaf->window = s->window;
    }
    return any || others;
}

static void set_all(const struct match_shard *s, uint64_t bits[WINDOW_WORDS])
{
    uint32_t count = s->end - s->from;

    memset(bits, 0, WINDOW_WORDS * sizeof *bits);
    memset(bits, 0xff, count / 64 * sizeof *bits);
    if (count % 64)
        bits[count / 64] = (UINT64_C(1) << count % 64) - 1;
}

static int evaluate_and(struct match_shard *s, const struct match_node *node, uint64_t bits[WINDOW_WORDS])
{
    uint64_t more[WINDOW_WORDS];
    int any;

    if (!node->count)
        return memset(bits, 0, WINDOW_WORDS * sizeof *bits), 0;
    any = evaluate(s, node->parts[0], bits);
    for (size_t i = 1; any > 0 && i < node->count; i++) {
        any = evaluate(s, node->parts[i], more);
        if (any < 0)
            return -1;
        for (size_t w = 0; w < WINDOW_WORDS; w++)
            bits[w] &= more[w];
        if (any > 0)
            any = any_bit(bits);
    }
    return any;
}

static int evaluate_and_not(struct match_shard *s, const struct match_node *node, uint64_t bits[WINDOW_WORDS])
{
    uint64_t without[WINDOW_WORDS];
    int any = evaluate(s, node->parts[0], bits);

    for (size_t i = 1; any > 0 && i < node->count; i++) {
        int found = evaluate(s, node->parts[i], without);
        if (found < 0)
            return -1;
        for (size_t w = 0; found && w < WINDOW_WORDS; w++)
            bits[w] &= ~without[w];
        any = any_bit(bits);
    }
    return any;
}

/* A part's words weigh nothing in documents that it does not match, though another part does. */
static void forget_weights(struct match_shard *s, const struct match_node *part, const uint64_t bits[WINDOW_WORDS])
{
    for (size_t i = part->first_leaf; i < part->end_leaf; i++) {
        struct match_leaf *leaf = s->leaves[i];
        if (!leaf->weighs || leaf->window != s->window)
            continue;
        for (size_t w = 0; w < WINDOW_WORDS; w++)
            for (uint64_t left = leaf->bits[w] & ~bits[w]; left; left &= left - 1)
                leaf->wdfs[w * 64 + (size_t)__builtin_ctzll(left)] = 0;
    }
}

static int evaluate_or(struct match_shard *s, const struct match_node *node, uint64_t bits[WINDOW_WORDS])
{
    uint64_t more[WINDOW_WORDS];
    int any = 0;

    memset(bits, 0, WINDOW_WORDS * sizeof *bits);
    for (size_t i = 0; i < node->count; i++) {
        int found = evaluate(s, node->parts[i], more);
        if (found < 0)
            return -1;
        if (!found)
            memset(more, 0, sizeof more);
        if (s->weights && node->parts[i]->op != TREE_TERM)
            forget_weights(s, node->parts[i], more);
        for (size_t w = 0; found && w < WINDOW_WORDS; w++)
            bits[w] |= more[w];
        any |= found;
    }
    return any;
}

static int evaluate_sift(struct match_shard *s, const struct match_node *node, uint64_t bits[WINDOW_WORDS])
{
    struct match_window window = {.shard = s->number, .from = s->from, .late = s->late, .late_ctx = s->late_ctx};
    int any = evaluate(s, node->parts[0], window.bits);

    if (any > 0 && node->source->sift(node->source->sift_ctx, &window, s->err) < 0)
        return -1;
    memcpy(bits, window.bits, sizeof window.bits);
    return any > 0 ? any_bit(bits) : any;
}

static int evaluate(struct match_shard *s, const struct match_node *node, uint64_t bits[WINDOW_WORDS])
{
    switch (node->op) {
    case TREE_TERM:
        return evaluate_leaf(s, node->leaf, bits);
    case TREE_ALL:
        set_all(s, bits);
        return 1;
    case TREE_AND:
        return evaluate_and(s, node, bits);
    case TREE_OR:
        return evaluate_or(s, node, bits);
    case TREE_AND_NOT:
        return evaluate_and_not(s, node, bits);
    case TREE_SIFT:
        return evaluate_sift(s, node, bits);
    default:
        memset(bits, 0, WINDOW_WORDS * sizeof *bits);
        return 0;
    }
}

/* ---- the most it can weigh --------------------------------------------- */

static bool may_match(struct match_shard *s, const struct match_node *node);

static bool leaf_may_match(struct match_shard *s, const struct match_leaf *leaf)
{
    bool may = false;

    for (size_t i = 0; !may && i < leaf->count; i++)
        may = match_list_reaches(&leaf->lists[i], s->from, s->end);
    for (size_t i = 0; !may && i < leaf->other_count; i++)
        may = may_match(s, leaf->others[i].node);
    return may;
}

/* False: no document of the window does. */
static bool may_match(struct match_shard *s, const struct match_node *node)
{
    if (node->op == TREE_TERM)
        return leaf_may_match(s, node->leaf);
    if (node->op == TREE_ALL || !node->count)
        return node->op == TREE_ALL;
    bool may = may_match(s, node->parts[0]);
    for (size_t i = 1;
         i < node->count && (node->op == TREE_AND || node->op == TREE_OR) && may == (node->op == TREE_AND); i++)
        may = may_match(s, node->parts[i]);
    return may;
}

double match_leaf_most(struct match_shard *s, const struct match_leaf *leaf)
{
    double most = 0, once = 0;

    for (size_t i = 0; i < leaf->count; i++)
        most += match_list_most(&leaf->lists[i], s->from, s->end);
    for (size_t i = 0; i < leaf->other_count; i++)
        once += may_match(s, leaf->others[i].node) ? leaf->others[i].share : 0;
    return most + once / bm25_norm(0, s->average);
}

int match_evaluate(struct match_shard *s, uint64_t bits[WINDOW_WORDS])
{
    return evaluate(s, s->root, bits);
}
