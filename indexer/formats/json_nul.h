/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_nul.h - JSON without NUL characters, at which cJSON would end a text. */
#ifndef HUSTINGS_JSON_NUL_H
#define HUSTINGS_JSON_NUL_H

#include <stddef.h>

/* Drops NUL bytes and \u0000 from the JSON in place; its new length, with a NUL behind it when it shrank. */
size_t json_drop_nul(char *json, size_t len);

#endif
