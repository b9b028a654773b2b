/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_put.h - values put into a JSON tree one after the other.
 *
 * Each puts a member when name is given, a list's next item when it is NULL. The
 * name is not copied and must outlive the tree: static text, as a rule.
 * False: out of memory; the tree stays whole, without the value. */
#ifndef HUSTINGS_JSON_PUT_H
#define HUSTINGS_JSON_PUT_H

#include "archive/record.h"
#include "archive/scoped.h"

DEFINE_SCOPED(json, cJSON *, cJSON_Delete)

bool json_put(cJSON *into, const char *name, cJSON *value); /* takes value, also on failure; NULL fails */
cJSON *json_put_object(cJSON *into, const char *name);      /* an empty one, borrowed; NULL on failure */
cJSON *json_put_list(cJSON *into, const char *name);
bool json_put_bool(cJSON *into, const char *name, bool value);
bool json_put_number(cJSON *into, const char *name, double value);
/* Clean text (text.h); NULL becomes null. */
bool json_put_string(cJSON *into, const char *name, const char *text);
bool json_put_text(cJSON *into, const char *name, struct record_text text);
/* Any bytes, cleaned: cJSON would pass bad UTF-8 on, and cut at a NUL. */
bool json_put_bytes(cJSON *into, const char *name, const char *bytes, size_t len);
/* Lines as the next items of a list, each cleaned likewise. */
bool json_put_lines(cJSON *list, const char *const *lines, size_t count);

#endif
