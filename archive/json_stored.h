/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_stored.h - JSON that was stored, where a text that is none is damage and memory that lacks is not. */
#ifndef HUSTINGS_JSON_STORED_H
#define HUSTINGS_JSON_STORED_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "archive/error.h"

/* The value that text begins with; whoever asked deletes it. NULL: it is none (FAULT_DAMAGED), or there is no memory
 * (FAULT_MEMORY); what names it in the error, as in "a stored article". */
cJSON *json_stored(const char *text, size_t len, const char *what, struct error *err);

#endif
