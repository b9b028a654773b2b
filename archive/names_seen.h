/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_seen.h - whether the articles that have a rare word write it as a name. */
#ifndef HUSTINGS_NAMES_SEEN_H
#define HUSTINGS_NAMES_SEEN_H

#include "archive/arena.h"
#include "archive/reader.h"

/* word: folded, which a few articles have; of more only some are read. *out: one of their texts begins it with a
 * capital. That may be a sentence's: then a slip is taken for a name, and not the other way round. */
int names_seen(struct reader *r, xap_text word, struct arena *arena, bool *out, struct error *err);

#endif
