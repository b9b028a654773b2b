/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_tree.c - a query made ready for one shard, and evaluated window by window. */
#include "archive/match_tree.h"

#include <stdlib.h>
#include <string.h>

/* ---- making ready ---------------------------------------------------- */

static int no_memory(struct match_shard *s)
{
    return error_set(s->err, FAULT_MEMORY, "the search needs too much memory");
}

static struct match_node *prepare(struct match_shard *s, const struct tree *query, bool weighs);

static bool add_leaf(struct match_shard *s, struct match_leaf *leaf)
{
    if (!arena_grow(s->arena, &s->leaves, &s->leaf_size, s->leaf_count + 1, sizeof(struct match_leaf *)))
        return false;
    s->leaves[s->leaf_count++] = leaf;
    return true;
}

static bool prepare_leaf(struct match_shard *s, const struct tree *query, bool weighs, struct match_node *node)
{
    const struct tree *const self[] = {query}, *const *terms = query->op == TREE_TERM ? self : query->parts;
    size_t count = query->op == TREE_TERM ? 1 : query->count;
    struct match_leaf *leaf = arena_alloc(s->arena, sizeof *leaf);

    if (leaf) {
        leaf->lists = arena_alloc(s->arena, (count + 1) * sizeof *leaf->lists);
        leaf->wdfs = weighs ? arena_alloc(s->arena, WINDOW * sizeof *leaf->wdfs) : NULL;
    }
    if (!leaf || !leaf->lists || (weighs && !leaf->wdfs) || !add_leaf(s, leaf)) {
        no_memory(s);
        return false;
    }
    node->op = TREE_TERM;
    node->leaf = leaf;
    leaf->weighs = weighs;
    for (size_t i = 0; i < count; i++) {
        struct match_list *list = &leaf->lists[leaf->count];
        if (match_list_open(s->reader, s->number, terms[i]->term, s->average, s->arena, list, s->err) < 0)
            return false;
        node->cost += list->freq;
        leaf->count += list->freq > 0;
    }
    return true;
}

static int by_cost(const void *left, const void *right)
{
    const struct match_node *a = *(struct match_node *const *)left, *b = *(struct match_node *const *)right;

    return (a->cost > b->cost) - (a->cost < b->cost);
}

/* AND begins with its rarest part: where that has no document, the others are not looked at. */
static void reckon_cost(struct match_node *node, size_t documents)
{
    if (node->op == TREE_AND)
        qsort(node->parts, node->count, sizeof(struct match_node *), by_cost);
    for (size_t i = 0; i < node->count; i++)
        if (node->op == TREE_OR || i == 0)
            node->cost += node->parts[i]->cost;
    if (node->op == TREE_ALL || node->cost > documents)
        node->cost = documents;
}

static bool prepare_parts(struct match_shard *s, const struct tree *query, bool weighs, struct match_node *node)
{
    node->op = query->op == TREE_FILTER ? TREE_AND : query->op;
    node->source = query;
    if (query->count && !(node->parts = arena_alloc(s->arena, query->count * sizeof(struct match_node *)))) {
        no_memory(s);
        return false;
    }
    for (size_t i = 0; i < query->count; i++) {
        bool first_only = query->op == TREE_AND_NOT || query->op == TREE_FILTER;
        node->parts[i] = prepare(s, query->parts[i], weighs && (i == 0 || !first_only));
        if (!node->parts[i])
            return false;
        node->count++;
    }
    return true;
}

/* Terms of which any must match, as one list. */
static bool is_leaf(const struct tree *query, bool weighs)
{
    if (query->op != TREE_OR || weighs)
        return query->op == TREE_TERM || query->op == TREE_SYNONYM;
    for (size_t i = 0; i < query->count; i++)
        if (query->parts[i]->op != TREE_TERM)
            return false;
    return true;
}

static struct match_node *prepare(struct match_shard *s, const struct tree *query, bool weighs)
{
    if (query->op == TREE_WEIGHTLESS)
        return prepare(s, query->parts[0], false);
    struct match_node *node = arena_alloc(s->arena, sizeof *node);
    if (!node) {
        no_memory(s);
        return NULL;
    }
    node->first_leaf = s->leaf_count;
    if (!(is_leaf(query, weighs) ? prepare_leaf(s, query, weighs, node) : prepare_parts(s, query, weighs, node)))
        return NULL;
    node->end_leaf = s->leaf_count;
    reckon_cost(node, s->shard->documents);
    return node;
}

int match_prepare(struct match_shard *s, const struct tree *query)
{
    s->root = prepare(s, query, true);
    return s->root ? 0 : -1;
}

/* ---- evaluating ------------------------------------------------------ */

static bool any_bit(const uint64_t bits[WINDOW_WORDS])
{
    uint64_t all = 0;

    for (size_t i = 0; i < WINDOW_WORDS; i++)
        all |= bits[i];
    return all != 0;
}

static int evaluate(struct match_shard *s, const struct match_node *node, uint64_t bits[WINDOW_WORDS]);

static int evaluate_leaf(const struct match_shard *s, struct match_leaf *leaf, uint64_t bits[WINDOW_WORDS])
{
    bool any = false, weights = s->weights && leaf->weighs;

    memset(bits, 0, sizeof leaf->bits);
    if (weights)
        memset(leaf->wdfs, 0, WINDOW * sizeof *leaf->wdfs);
    for (size_t i = 0; i < leaf->count; i++)
        any |= match_list_fill(&leaf->lists[i], s->from, s->end, bits, weights ? leaf->wdfs : NULL);
    if (weights) {
        memcpy(leaf->bits, bits, sizeof leaf->bits);
        leaf->window = s->window;
    }
    return any;
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

int match_evaluate(struct match_shard *s, uint64_t bits[WINDOW_WORDS])
{
    return evaluate(s, s->root, bits);
}
