/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stem.h - what words count as one when not quoted: Snowball stems, with UK and
 * US spellings (labour, labor) and plurals Snowball misses (mps) brought together. */
#ifndef HUSTINGS_STEM_H
#define HUSTINGS_STEM_H

#include "archive/buffer.h"

struct stemmer;
/* lang is ISO 639-1; one without a Snowball stemmer stems to the word itself. NULL: out of memory. */
struct stemmer *stemmer_new(const char *lang);
void stemmer_free(struct stemmer *s);
/* The stem of a folded word; borrowed until the next call. Without memory it is the word, which is noted (memory.h). */
const char *stemmer_stem(struct stemmer *s, const char *word, size_t len, size_t *stem_len);
/* The US spelling of a folded English word into out (WORD_MAX + 8 bytes); its length. */
size_t spelling_us(const char *word, size_t len, char *out);

#endif
