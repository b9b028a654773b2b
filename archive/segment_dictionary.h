/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment_dictionary.h - what the articles of an archive have in common, as zstd uses it to pack them.
 *
 * An article is packed by itself, so that one can be read without others, and zstd learns little from 5 kB. With a
 * dictionary trained on 2 MB of the archive (zstd's ZDICT, fast cover) a corpus of 240 MB takes 90 MB in place of 112.
 */
#ifndef HUSTINGS_SEGMENT_DICTIONARY_H
#define HUSTINGS_SEGMENT_DICTIONARY_H

#include "archive/segment.h"

#include <zstd.h>

enum { SEGMENT_SAMPLES = 2 << 20 /* bytes of payloads that are enough to train one */ };

struct segment_dictionary; /* once made, any thread may pack by it */

/* Trains one on count samples laid side by side, of those sizes, and appends it to the segment. FAULT_INVALID: they
 * have too little in common. */
int segment_dictionary_train(struct segment_writer *w, const char *samples, const size_t *sizes, size_t count,
                             struct segment_dictionary **out, struct error *err);
/* The one that stands at offset of the segment at path. */
int segment_dictionary_read(const char *path, uint64_t offset, struct segment_dictionary **out, struct error *err);
void segment_dictionary_free(struct segment_dictionary *d); /* accepts NULL */
uint64_t segment_dictionary_offset(const struct segment_dictionary *d);
const ZSTD_CDict *segment_dictionary_packs(const struct segment_dictionary *d);

#endif
