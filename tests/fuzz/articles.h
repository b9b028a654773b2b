/* SPDX-License-Identifier: GPL-2.0-or-later */
/* articles.h - any bytes read as one format give articles that are whole. */
#ifndef HUSTINGS_FUZZ_ARTICLES_H
#define HUSTINGS_FUZZ_ARTICLES_H

#include "indexer/formats/format.h"

void fuzz_articles(enum format format, const uint8_t *data, size_t size);

#endif
