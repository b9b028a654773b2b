/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_tree.c - trees for the matcher, laid out in a planner's arena. */
#include "archive/plan_tree.h"

#include <string.h>

struct tree *plan_node(struct planner *p, enum tree_op op, size_t parts)
{
    struct tree *q = arena_alloc(p->arena, sizeof *q);
    const struct tree **list = parts ? arena_alloc(p->arena, parts * sizeof(const struct tree *)) : NULL;

    if (!q || (parts && !list)) {
        error_set(p->err, FAULT_MEMORY, "the query needs too much memory");
        return NULL;
    }
    q->op = op;
    q->parts = list;
    return q;
}

struct tree *plan_with(struct tree *q, const struct tree *part)
{
    if (!q || !part)
        return NULL;
    ((const struct tree **)q->parts)[q->count++] = part;
    return q;
}

struct tree *plan_term(struct planner *p, const char *prefix, xap_text bytes)
{
    struct tree *q = plan_node(p, TREE_TERM, 0);
    size_t prefix_len = strlen(prefix);
    char *text = q ? arena_alloc(p->arena, prefix_len + bytes.len + 1) : NULL;

    if (!text) {
        error_set(p->err, FAULT_MEMORY, "the query needs too much memory");
        return NULL;
    }
    memcpy(text, prefix, prefix_len);
    memcpy(text + prefix_len, bytes.data, bytes.len);
    q->term = (xap_text){text, prefix_len + bytes.len};
    return q;
}
