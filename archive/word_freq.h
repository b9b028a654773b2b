/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_freq.h - in how many articles a word stands. */
#ifndef HUSTINGS_WORD_FREQ_H
#define HUSTINGS_WORD_FREQ_H

#include "archive/reader.h"

/* Of a word that runs' files of blocks have, the few articles that lie elsewhere are not asked for. */
int word_freq(struct reader *r, xap_text word, uint32_t *freq, struct error *err);

#endif
