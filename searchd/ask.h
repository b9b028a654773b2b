/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask.h - one query from its URL to its page: what /v1/search and /v1/count share. */
#ifndef HUSTINGS_ASK_H
#define HUSTINGS_ASK_H

#include "archive/search.h"
#include "searchd/params.h"
#include "searchd/worker.h"

struct asked {
    struct arena given, found; /* what was asked, and the page */
    struct search_params params;
    struct search_page page;
    struct snapshot snapshot;
};

/* Reads the parameters into *out. False: response holds the problem. */
bool ask_read(const struct request *request, struct response *response, struct asked *out);
/* Searches, unless the client has the answer already: then, and on failure, false, and
 * response holds what is to be said. Sets ETag and Cache-Control. route names what is
 * made of the page, since the same query may be answered by several. */
bool ask_archive(const struct request *request, struct response *response, struct worker *worker, const char *route,
                 struct asked *a);
void ask_free(struct asked *a);
/* Milliseconds since the request was there. */
double ask_age_ms(const struct request *request);

#endif
