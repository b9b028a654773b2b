/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_auto.h - which intervals a chart of an archive should have. For timeline*.c only.
 *
 * The shortest ones of which the span has no more than TIMELINE_AUTO_MAX. A few articles far from all others, such as
 * those that a broken clock dated 1970, would make of every chart two towers with a desert between: where the span has
 * shorter intervals without 1 article in TIMELINE_STRAYS at an end, with TIMELINE_FAR_WEEKS of nothing between them
 * and the others, it is that, and what lies before and after is told apart. It depends on the archive alone and on the
 * dates that are asked, so that it stays while a query is typed. */
#ifndef HUSTINGS_TIMELINE_AUTO_H
#define HUSTINGS_TIMELINE_AUTO_H

#include "archive/timeline_tally.h"

enum { TIMELINE_AUTO_MAX = 132 /* eleven years of months */, TIMELINE_STRAYS = 200, TIMELINE_FAR_WEEKS = 8 };

/* The shortest interval, of finest and longer ones, that cuts first..last into no more than TIMELINE_AUTO_MAX; years
 * if none does. */
enum timeline_interval timeline_fitting(int32_t first, int32_t last, enum timeline_interval finest);
/* Fills *out for those dates, either of which may be open; first > last when nothing is in them. */
int timeline_auto(struct reader *r, const struct facet_columns *dates, const struct date *from, const struct date *to,
                  struct timeline_span *out, struct error *err);

#endif
