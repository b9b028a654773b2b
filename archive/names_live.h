/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_live.h - the names and words of the delta, which has no file of them.
 *
 * Each commit leaves a list of those of its articles in the delta's metadata: records of names.h, one after the other.
 * A reader takes in the lists that are new to it, so that a commit costs it a merge and not all of the delta again.
 * Articles that were deleted or replaced since still count, until the delta becomes part of a run. */
#ifndef HUSTINGS_NAMES_LIVE_H
#define HUSTINGS_NAMES_LIVE_H

#include "archive/names.h"
#include "archive/reader.h"

struct names_live;
struct names_live *names_live_new(void); /* NULL: out of memory */
void names_live_free(struct names_live *l); /* accepts NULL */
/* The view of what r's delta holds now, borrowed until the next call. NULL: *err is set. */
const struct names_view *names_live_view(struct names_live *l, struct reader *r, struct error *err);
/* What was taken in so far; likewise. */
const struct names_view *names_live_shown(const struct names_live *l);
/* Takes in a list of records, sorted by key. False: out of memory, or it is damaged; what is there is whole. */
bool names_live_add(struct names_live *l, const char *list, size_t len);

#endif
