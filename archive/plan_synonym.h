/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_synonym.h - the tree of words and of the names that are taken for them. For plan*.c only. */
#ifndef HUSTINGS_PLAN_SYNONYM_H
#define HUSTINGS_PLAN_SYNONYM_H

#include "archive/plan_tree.h"

/* Of a synonym an occurrence counts half: an article that says it twice weighs as one that says once what was typed,
 * and of two alike the one in the typed words comes first. Less, and what the archivist calls the same would come
 * behind every mention in passing of the typed word. */
enum { SHARE_SYNONYM = SHARE_FULL / 2 };

/* n is a QUERY_SYNONYM. Its words are not counted as unknown: that somebody wrote down what they mean says they are no
 * slips. */
struct tree *plan_synonym(struct planner *p, const struct query_node *n, bool wanted);

/* Of plan.c, for it. wanted: the words are to be marked. */
struct tree *plan_build(struct planner *p, const struct query_node *n, bool wanted);
/* Articles of these days, without weight; DATE_NONE: open. */
struct tree *plan_dates(struct planner *p, const struct date *from, const struct date *to);

#endif
