/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_id.c - the id in /v1/articles/{id} and the paths below it. */
#include "searchd/article_id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/scoped.h"
#include "searchd/url.h"

static void no_such_id(const struct request *request, struct response *response, const char *id, size_t len)
{
    struct problem p = {.status = 404,
                        .code = "article_not_found",
                        .title = "There is no article with this id",
                        .value = id,
                        .value_len = len,
                        .hint = "Write / and % in an id as %2F and %25."};
    response_problem(response, request, &p);
}

void article_missing(const struct request *request, struct response *response, const char *id,
                     const struct tombstone *tombstone)
{
    if (!tombstone->reason) {
        no_such_id(request, response, id, strlen(id));
        return;
    }
    struct problem p = {.status = 410,
                        .code = "article_retracted",
                        .title = "The article was retracted",
                        .value = id,
                        .value_len = strlen(id)};
    snprintf(p.detail, sizeof p.detail, "%s", tombstone->reason);
    response_problem(response, request, &p);
}

char *article_id(const struct request *request, struct response *response)
{
    scoped(char_ptr) char *id = malloc(request->rest_len + 1);
    if (!id) {
        response_json(response, 500, NULL);
        return NULL;
    }
    size_t id_len = url_decode(request->rest, request->rest_len, false, id);
    /* No id holds a NUL, and what follows a plain slash is no part of one. */
    if (!memchr(request->rest, '/', request->rest_len) && strlen(id) == id_len)
        return take(&id);
    no_such_id(request, response, id, id_len);
    return NULL;
}
