/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_result.h - the list of what was found, and the pages before and behind it. */
#ifndef HUSTINGS_PAGE_RESULT_H
#define HUSTINGS_PAGE_RESULT_H

#include "searchd/params.h"

#include <cjson/cJSON.h>

/* From an answer of /v1/search. root is page.h's. */
void page_results(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);
void page_paging(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);

#endif
