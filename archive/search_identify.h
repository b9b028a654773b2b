/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_identify.h - what a request asks. For search*.c only; search_identify is in search.h. */
#ifndef HUSTINGS_SEARCH_IDENTIFY_H
#define HUSTINGS_SEARCH_IDENTIFY_H

#include "archive/search.h"

/* The request's query, read as match says; everything where it has none. */
int search_understand(const struct search_request *request, enum query_match match, struct arena *arena,
                      struct query *out, struct error *err);
/* How it is sorted: without a query nothing is relevant. */
enum search_sort search_sort_of(const struct search_request *request);

#endif
