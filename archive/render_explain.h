/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render_explain.h - why results are where they are, as JSON. For render.c only. */
#ifndef HUSTINGS_RENDER_EXPLAIN_H
#define HUSTINGS_RENDER_EXPLAIN_H

#include "archive/search.h"

/* Of a result, into o; and of an answer. False: out of memory. */
bool put_explanation(cJSON *o, const struct search_explanation *explanation);
bool put_without(cJSON *answer, const struct search_page *page);

#endif
