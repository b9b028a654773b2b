/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_tree.h - trees for the matcher, laid out in a planner's arena. For plan*.c and correct.c only. */
#ifndef HUSTINGS_PLAN_TREE_H
#define HUSTINGS_PLAN_TREE_H

#include "archive/plan_forms.h"

/* With room for so many parts. NULL: planner->err is set. */
struct tree *plan_node(struct planner *p, enum tree_op op, size_t parts);
/* Appends part, for which q has room. NULL in, NULL out: a failure goes through. */
struct tree *plan_with(struct tree *q, const struct tree *part);
struct tree *plan_term(struct planner *p, const char *prefix, xap_text bytes);

#endif
