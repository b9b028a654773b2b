/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_result.h - the list of what was found, and the pages before and behind it. */
#ifndef HUSTINGS_PAGE_RESULT_H
#define HUSTINGS_PAGE_RESULT_H

#include "searchd/params.h"

#include <cjson/cJSON.h>

/* What of a result is shown. */
#define PAGE_RESULT_FIELDS "id,url,title_html,source,section,author,date,lang,snippet,copies,content_hash"

/* From an answer of /v1/search with these fields. root is page.h's. */
void page_results(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);
void page_paging(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer);

#endif
