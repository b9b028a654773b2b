/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_asset.c - the files that pages load, and the search box that other sites do. */
#include <stdio.h>
#include <string.h>

#include "searchd/route.h"
#include "searchd/web/assets.h"

const struct asset *asset_at(const char *path)
{
    for (const struct asset *a = assets; a->path; a++)
        if (strcmp(a->path, path) == 0)
            return a;
    return NULL;
}

/* Asked for by its version, as our pages do: what is there will never be something else. */
static bool is_versioned(const struct request *request, const struct asset *asset)
{
    char wanted[32];
    int len = snprintf(wanted, sizeof wanted, "v=%s", asset->version);
    return request->query_len == (size_t)len && memcmp(request->query, wanted, request->query_len) == 0;
}

void get_asset(struct request *request, struct response *response, void *worker)
{
    (void)worker;
    const struct asset *asset = asset_at(request->path);
    struct buffer body = buffer_make(RESPONSE_BODY_MAX);
    buffer_append(&body, asset->bytes, asset->len);
    response_body(response, &body, asset->type);
    response_etag(response, asset->version);
    response_header(response, "Cache-Control",
                    is_versioned(request, asset) ? "public, max-age=31536000, immutable" : "public, max-age=600");
    /* Another site's page may run the search box, also where it asks for CORP. */
    response_header(response, "Cross-Origin-Resource-Policy", "cross-origin");
}
