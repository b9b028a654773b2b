/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart.h - how the articles found lie in time, for the search page: bars that lead to their dates, words, a table.
 *
 * The drawing is for eyes and pointers alone; the words under it and the table say the same to everybody. Without
 * script a bar is a link; chart.js lets dates be chosen by drawing over the bars. */
#ifndef HUSTINGS_CHART_H
#define HUSTINGS_CHART_H

#include <cjson/cJSON.h>

#include "archive/buffer.h"
#include "searchd/params.h"

/* What the API is to be asked for the figure, besides PAGE_FOUND of the view (page_url.h). */
#define CHART_ASKS "interval=auto"

/* p as the answer found by it was made, so that the figure is of the same articles: where q found nothing, another
 * query's or that of any of its words. The copy borrows from found, an answer of /v1/search. */
struct search_params chart_params(const struct search_params *p, const cJSON *found);
/* Appends the figure for an answer of /v1/timeline. root: page.h's. Without q all that the filters find is found, so
 * that shares would say nothing: it tells counts then, as it does where p->chart_count. */
void chart_put(struct buffer *out, const char *root, const struct search_params *p, const cJSON *timeline);

#endif
