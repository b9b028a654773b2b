/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key_alike.h - whether two names are of one key, as people and systems write them. */
#ifndef HUSTINGS_KEY_ALIKE_H
#define HUSTINGS_KEY_ALIKE_H

#include <stdbool.h>

/* Capitals (of ASCII), spaces, '-' and '_' do not count: "Published At", "published_at", "publishedAt". */
bool key_is_alike(const char *a, const char *b);

#endif
