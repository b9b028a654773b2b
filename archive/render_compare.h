/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render_compare.h - a comparison as JSON, and as a table for spreadsheets. */
#ifndef HUSTINGS_RENDER_COMPARE_H
#define HUSTINGS_RENDER_COMPARE_H

#include "archive/compare.h"
#include "archive/render.h"

/* The answer of /v1/compare. NULL: out of memory. */
cJSON *render_compare(const struct compare_request *request, const struct comparison *found,
                      const struct snapshot *snapshot, const struct render_options *options);
/* The words of both sets as CSV (csv_put.h), with a head. False: out of memory, or over the maximum of out. */
bool render_compare_csv(const struct comparison *found, struct buffer *out);

#endif
