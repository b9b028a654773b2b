/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_prepare.c - a query made ready for one shard: its terms found, its parts in the order of their cost. */
#include "archive/match_tree.h"

#include <stdlib.h>

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

static uint32_t share_of(const struct tree *part)
{
    return part->share ? part->share : SHARE_FULL;
}

static bool add_list(struct match_shard *s, const struct tree *term, struct match_node *node)
{
    struct match_leaf *leaf = node->leaf;
    struct match_list *list = &leaf->lists[leaf->count];

    if (match_list_open(s->reader, s->number, term->term, s->average, s->arena, list, s->err) < 0)
        return false;
    list->share = share_of(term);
    node->cost += list->freq;
    leaf->count += list->freq > 0;
    return true;
}

static bool add_other(struct match_shard *s, const struct tree *part, struct match_node *node)
{
    struct match_leaf *leaf = node->leaf;
    struct match_other *other = &leaf->others[leaf->other_count];

    other->node = prepare(s, part, false);
    if (!other->node)
        return false;
    other->share = share_of(part);
    node->cost += other->node->cost;
    leaf->other_count += other->node->cost > 0;
    return true;
}

static bool prepare_leaf(struct match_shard *s, const struct tree *query, bool weighs, struct match_node *node)
{
    const struct tree *const self[] = {query}, *const *parts = query->op == TREE_TERM ? self : query->parts;
    size_t count = query->op == TREE_TERM ? 1 : query->count;
    struct match_leaf *leaf = arena_alloc(s->arena, sizeof *leaf);

    if (leaf) {
        leaf->lists = arena_alloc(s->arena, (count + 1) * sizeof *leaf->lists);
        leaf->others = arena_alloc(s->arena, (count + 1) * sizeof *leaf->others);
        leaf->wdfs = weighs ? arena_alloc(s->arena, WINDOW * sizeof *leaf->wdfs) : NULL;
    }
    if (!leaf || !leaf->lists || !leaf->others || (weighs && !leaf->wdfs) || !add_leaf(s, leaf)) {
        no_memory(s);
        return false;
    }
    node->op = TREE_TERM;
    node->leaf = leaf;
    leaf->weighs = weighs;
    leaf->source = query;
    leaf->boost = query->boost > 0 ? (double)query->boost : 1;
    for (size_t i = 0; i < count; i++)
        if (!(parts[i]->op == TREE_TERM ? add_list(s, parts[i], node) : add_other(s, parts[i], node)))
            return false;
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

/* Of which any must match, as one list. */
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
    if (!s->root)
        return -1;
    s->weighing = arena_alloc(s->arena, (s->leaf_count + 1) * sizeof *s->weighing);
    return s->weighing ? 0 : no_memory(s);
}
