/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_foreign.h - values that others write in another way than we read them, of an object whose keys are ours. False:
 * no memory. */
#ifndef HUSTINGS_JSON_FOREIGN_H
#define HUSTINGS_JSON_FOREIGN_H

#include <cJSON.h>
#include <stdbool.h>

/* What MongoDB's export names the type of: {"$oid": "..."}, {"$date": ...}, {"$numberLong": "..."}. */
bool json_foreign_unwrap(cJSON *object);
/* Tags in lists of objects that name them otherwise. */
bool json_foreign_tags(cJSON *object);
/* Dates that are seconds or milliseconds since 1970. */
bool json_foreign_dates(cJSON *object);
/* Texts that are HTML become their paragraphs: those that open with a tag, or if it surely is HTML, that have any. */
bool json_foreign_html(cJSON *object, bool surely);

#endif
