/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_synonym.c - the tree of words and of the names that are taken for them. */
#include "archive/plan_synonym.h"

#include <string.h>

static bool is_of_terms(const struct tree *t)
{
    if (t->op == TREE_TERM)
        return true;
    for (size_t i = 0; i < t->count; i++)
        if (t->parts[i]->op != TREE_TERM)
            return false;
    return t->op == TREE_SYNONYM && t->count;
}

/* A form that is there already counts as it does there. */
static struct tree *with_term(struct planner *p, struct tree *q, const struct tree *term, unsigned share)
{
    for (size_t i = 0; q && i < q->count; i++)
        if (q->parts[i]->op == TREE_TERM && q->parts[i]->term.len == term->term.len &&
            memcmp(q->parts[i]->term.data, term->term.data, term->term.len) == 0)
            return q;
    struct tree *part = plan_term(p, "", term->term);
    if (part)
        part->share = (term->share ? term->share : SHARE_FULL) * share / SHARE_FULL;
    return plan_with(q, part);
}

/* Words go in one by one, so that each occurrence counts; what else a part is made of, once where it matches. */
static struct tree *with_part(struct planner *p, struct tree *q, struct tree *part, unsigned share)
{
    if (part->op == TREE_TERM)
        return with_term(p, q, part, share);
    if (is_of_terms(part)) {
        for (size_t i = 0; i < part->count; i++)
            q = with_term(p, q, part->parts[i], share);
        return q;
    }
    part->share = share;
    return plan_with(q, part);
}

static struct tree *name_of(struct planner *p, const struct query_node *n, bool wanted)
{
    struct tree *q = plan_build(p, n, wanted);

    if (n->from.precision == DATE_NONE && n->to.precision == DATE_NONE)
        return q;
    return plan_with(plan_with(plan_node(p, TREE_FILTER, 2), q), plan_dates(p, &n->from, &n->to));
}

static struct tree *any_of(struct planner *p, struct tree *const *parts, size_t count, unsigned first_share)
{
    size_t room = 0;

    for (size_t i = 0; i < count; i++)
        room += 1 + parts[i]->count;
    struct tree *q = plan_node(p, TREE_SYNONYM, room);
    if (q) {
        q->label = parts[0]->label;
        q->boost = parts[0]->boost;
    }
    for (size_t i = 0; q && i < count; i++)
        q = with_part(p, q, parts[i], i ? (unsigned)SHARE_SYNONYM : first_share);
    return q;
}

/* Forms of one word and its synonyms are one word. What was typed as several words, or as anything else that weighs by
 * its own parts, keeps that weight; beside it the synonyms are a word, in which what was typed counts as one of them,
 * so that it is as common as all of them, and none weighs more alone than beside what was typed. */
struct tree *plan_synonym(struct planner *p, const struct query_node *n, bool wanted)
{
    struct tree **parts = arena_alloc(p->arena, n->part_count * sizeof *parts);
    unsigned unknown = p->plan->unknown;

    if (!parts) {
        error_set(p->err, FAULT_MEMORY, "the query needs too much memory");
        return NULL;
    }
    size_t typed_words = 0; /* closeness is of what was typed */
    for (size_t i = 0; i < n->part_count; i++) {
        if (!(parts[i] = i ? name_of(p, n->parts[i], wanted) : plan_build(p, n->parts[0], wanted)))
            return NULL;
        typed_words = i ? typed_words : p->plan->word_count;
    }
    p->plan->word_count = typed_words;
    p->plan->unknown = unknown;
    if (is_of_terms(parts[0]))
        return any_of(p, parts, n->part_count, SHARE_FULL);
    struct tree *typed = parts[0];
    parts[0] = plan_build(p, n->parts[0], false);
    if (!parts[0])
        return NULL;
    return plan_with(plan_with(plan_node(p, TREE_OR, 2), typed), any_of(p, parts, n->part_count, SHARE_SYNONYM));
}
