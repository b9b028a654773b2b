/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask_api.h - what a page shows is what the API answers: a page asks it as any client does, in the same process. */
#ifndef HUSTINGS_ASK_API_H
#define HUSTINGS_ASK_API_H

#include <cjson/cJSON.h>

#include "searchd/response.h"

struct api_answer {
    int status;  /* 200, or what the problem in json says; 500 when memory ran out */
    cJSON *json; /* cJSON_Delete; NULL: no memory */
    bool whole;  /* it may be kept: the deadline did not cut it short */
    int retry_seconds; /* when to ask again; 0: it does not say */
};

/* The answer to GET path?query, percent-encoded both (query may be NULL), of a route that answers JSON from a worker.
 * page is the page's own request, whose age counts against the deadline. */
struct api_answer ask_api(const struct request *page, void *worker, const char *path, const char *query);

/* Members, for whoever reads answers: NULL or 0 where there is no such of that type. */
const cJSON *api_member(const cJSON *object, const char *name); /* of any type */
bool api_true(const cJSON *object, const char *name);
const char *api_text(const cJSON *object, const char *name);
double api_number(const cJSON *object, const char *name);

#endif
