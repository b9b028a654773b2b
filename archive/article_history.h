/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_history.h - what an export says of an article beside its facts: an object under one key,
 * {"version": 2, "stored": "2026-11-25T20:09:00Z"}, and of a tombstone {"version": 2, "retracted": "why", ...}. What is
 * no article but a line of boilerplate has {"boilerplate": "kept"}. */
#ifndef HUSTINGS_ARTICLE_HISTORY_H
#define HUSTINGS_ARTICLE_HISTORY_H

#include "archive/article.h"

#include <stdbool.h>

#define HISTORY_KEY "hustings"
#define HISTORY_LINE "boilerplate" /* in it */

enum { HISTORY_TIME_MAX = 32 };

/* Sets version, stored, retracted and line of a; what makes no sense is passed over. -1: out of memory. */
int article_history_read(const cJSON *object, struct article *a);
/* Adds the same to object. False: out of memory. */
bool article_history_put(cJSON *object, uint32_t version, int64_t stored, const char *retracted);
/* RFC 3339, in UTC; "" of 0. */
void history_time(int64_t seconds, char out[HISTORY_TIME_MAX]);

#endif
