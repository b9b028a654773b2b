/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recency.h - younger articles a little higher: a factor by which an article's weight counts.
 *
 * 0.7 + 0.3 * 2^(-age/half_life), where age is in days before the archive's newest article that is not of the future:
 * of two equally good articles the younger comes first, and no age costs more than three tenths. The undated count as
 * infinitely old. Not by today's date, so that a snapshot's answers stay what they were. */
#ifndef HUSTINGS_RECENCY_H
#define HUSTINGS_RECENCY_H

#include "archive/reader.h"

enum { RECENCY_DAYS_MAX = 36500 };

struct recency {
    double half_life; /* days */
    double newest;    /* day from which on ages count, in days since 1970-01-01 */
};
/* half_life: 1..RECENCY_DAYS_MAX. */
struct recency recency_make(const struct reader *r, double half_life);
/* docid: as its shard has it. */
double recency_factor(const struct recency *recency, uint32_t docid);

#endif
