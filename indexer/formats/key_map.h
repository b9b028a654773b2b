/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key_map.h - which of a source's own keys or columns are which of ours: `add --map FILE`.
 *
 * A line of the file is `their_key = our_key`; empty lines, and those that open with '#', say nothing. A key with dots
 * that an object does not have goes into objects: `meta.headline = title`. */
#ifndef HUSTINGS_KEY_MAP_H
#define HUSTINGS_KEY_MAP_H

#include "archive/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

struct key_map;
/* FAULT_INVALID names the line that is wrong. */
int key_map_read(const char *path, struct key_map **out, struct error *err);
void key_map_free(struct key_map *m); /* accepts NULL */
/* Our own name for a key of theirs; NULL: it stays as it is, as all do when m is NULL. */
const char *key_map_ours(const struct key_map *m, const char *theirs);
/* Renames the object's keys. Of several of theirs for one of ours the earliest line whose value is not empty counts,
 * and it takes the place of what the object had under our name. False: out of memory. m NULL, or no object: nothing to
 * do. */
bool key_map_apply(const struct key_map *m, cJSON *object);

#endif
