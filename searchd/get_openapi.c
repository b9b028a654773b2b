/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_openapi.c - /openapi.json: what all routes take and answer, for people's tools. */
#include <inttypes.h>
#include <stdio.h>
#include <xxhash.h>

#include "searchd/openapi.h"

void get_openapi(struct request *request, struct response *response, void *worker)
{
    (void)request;
    (void)worker;
    struct arena arena = arena_make(OPENAPI_ARENA_MAX);
    scoped(json) cJSON *o = openapi_document(&arena);
    arena_free(&arena);
    char etag[64];
    response_json(response, 200, o);
    /* The version alone would be that of two builds on the way to it. */
    snprintf(etag, sizeof etag, "openapi-" HUSTINGS_VERSION "-%016" PRIx64,
             XXH3_64bits(response->body.data, response->body.len));
    response_etag(response, etag);
    response_header(response, "Cache-Control", "no-cache");
}
