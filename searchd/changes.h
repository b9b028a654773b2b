/* SPDX-License-Identifier: GPL-2.0-or-later */
/* changes.h - what changed from one text to another, as a list of pieces. */
#ifndef HUSTINGS_CHANGES_H
#define HUSTINGS_CHANGES_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "archive/arena.h"
#include "archive/error.h"

enum { CHANGES_ARENA_MAX = 64 << 20 };

/* Adds to o a list of {"change": "same" | "removed" | "added", "text": ...}; a and b may be NULL: empty. *shortest
 * stays true only while no more was told to be changed than was (word_diff.h). False: *err says why, or out of memory. */
bool changes_put(cJSON *o, const char *name, const char *a, const char *b, struct arena *arena, bool *shortest,
                 struct error *err);

#endif
