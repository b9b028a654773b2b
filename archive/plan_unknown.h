/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_unknown.h - values of filters that no article has: a warning each, with values that were perhaps meant. For
 * plan.c only. */
#ifndef HUSTINGS_PLAN_UNKNOWN_H
#define HUSTINGS_PLAN_UNKNOWN_H

#include "archive/plan_forms.h"

enum {
    PLAN_UNKNOWN_LOOK = 20000, /* values looked at for those that were meant, by all filters of a request: the deadline
                                * does not see this */
    PLAN_UNKNOWN_MEANT = 3     /* told of one */
};

/* Warns of what of request's filters no article of the snapshot has. Those that are told begin with the value or
 * contain it, as both are folded, and are the most frequent of them. */
int plan_unknown(struct planner *p, const struct search_request *request);

#endif
