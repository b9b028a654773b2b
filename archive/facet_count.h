/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facet_count.h - how many articles of a set have each of a field's values.
 *
 * Values that the field's filter does not tell apart (case, accents, white space: text_fold) are one: an article that
 * has it in two spellings counts once, and the spelling that most of the counted articles have is shown, of equals the
 * first by its bytes. en-GB counts as en too, since its filter finds it. Only what of an article's authors or tags lies
 * in 64 KB is counted. */
#ifndef HUSTINGS_FACET_COUNT_H
#define HUSTINGS_FACET_COUNT_H

#include "archive/search.h"

/* bits: a shard's documents / 64 + 1 words each, as match_options.selected. limit: how many values to tell. */
int facet_count(struct reader *r, uint64_t *const *bits, enum search_facet facet, size_t limit, struct arena *arena,
                struct search_facet_counts *out, struct error *err);

#endif
