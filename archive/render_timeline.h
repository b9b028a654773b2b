/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render_timeline.h - a timeline as JSON and as rows for a spreadsheet. */
#ifndef HUSTINGS_RENDER_TIMELINE_H
#define HUSTINGS_RENDER_TIMELINE_H

#include "archive/timeline.h"

#include <cjson/cJSON.h>

/* Puts it into an answer of /v1/timeline, behind what render_total made. by: the field of its series; NULL: it has
 * none. False: out of memory. */
bool render_timeline(const struct timeline *t, const enum search_facet *by, cJSON *into);
/* Appends rows of start, end, value, count, all, share, gap: of all values, with an empty one, then of each series,
 * then, where there are any, of "(others)". False: as the buffer fails. */
bool render_timeline_csv(const struct timeline *t, bool by, struct buffer *out);

#endif
