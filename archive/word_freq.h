/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_freq.h - in how many articles a word stands.
 *
 * What was changed or deleted stays in the index (retired.h), and its words are counted with all others; where only few
 * have a word, those of the snapshot are counted one by one, since one article that was often changed would seem many. */
#ifndef HUSTINGS_WORD_FREQ_H
#define HUSTINGS_WORD_FREQ_H

#include "archive/reader.h"

enum { WORD_FREQ_FEW = 64 };

/* Of a word that runs' files of blocks have, the few articles that lie elsewhere are not asked for. Exact up to
 * WORD_FREQ_FEW. */
int word_freq(struct reader *r, xap_text word, uint32_t *freq, struct error *err);
/* Of any term, asking all; exact up to few. */
int term_articles(struct reader *r, xap_text term, uint32_t few, uint32_t *freq, struct error *err);

#endif
