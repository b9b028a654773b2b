/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_heavy.h - which of a window's documents may weigh enough. For match*.c only. */
#ifndef HUSTINGS_MATCH_HEAVY_H
#define HUSTINGS_MATCH_HEAVY_H

#include "archive/match_tree.h"

/* Leaves the bits only of documents that weigh at least so much, and of some that weigh a hundred-thousandth less: all
 * of the window's are weighed, side by side and in floats. Where one in ten or more matches, that takes less than
 * weighing these one by one. */
void match_heavy(const struct match_shard *s, const struct match_leaf *const *leaves, size_t count, double least,
                 uint64_t bits[WINDOW_WORDS]);

#endif
