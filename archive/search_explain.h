/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_explain.h - why an article was found where it was, and why nothing was. For search.c only. */
#ifndef HUSTINGS_SEARCH_EXPLAIN_H
#define HUSTINGS_SEARCH_EXPLAIN_H

#include "archive/plan.h"
#include "archive/recency.h"

/* recency may be NULL. */
int explain_hit(struct reader *r, const struct plan *plan, const struct match_hit *hit, const struct recency *recency,
                struct arena *arena, const struct search_explanation **out, struct error *err);
/* Counts request without each part of query, of its filters and dates, into out. deadline_ms from the call, 0: none;
 * what is not counted by then is left out. */
int explain_nothing(struct reader *r, const struct search_request *request, const struct query *query,
                    double deadline_ms, struct arena *arena, struct search_page *out, struct error *err);

#endif
