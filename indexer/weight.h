/* SPDX-License-Identifier: GPL-2.0-or-later */
/* weight.h - the memory that an article takes. */
#ifndef HUSTINGS_WEIGHT_H
#define HUSTINGS_WEIGHT_H

#include "archive/article.h"

/* Bytes of all its text, keys we do not know included, and a fair guess for the rest. */
size_t article_weight(const struct article *a);

#endif
