/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ninjs.h - news items in IPTC's ninjs (1.x, 2.x, 3.x), brought to the keys of an article.
 * https://iptc.org/std/ninjs/ : 1.x has a key a fact, 2.x lists with roles, 3.x the same in camelCase. */
#ifndef HUSTINGS_NINJS_H
#define HUSTINGS_NINJS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* Whether an object has ninjs's "uri" and a key beside it that only ninjs has. */
bool ninjs_is(const cJSON *object);
/* Why an item is not to be published: a static line; NULL: it may be. */
const char *ninjs_withdrawn(const cJSON *object);
/* The item with its facts under our keys in place of its own, all else as given; NULL: out of memory. */
cJSON *ninjs_facts(const cJSON *object);

#endif
