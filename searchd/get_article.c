/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_article.c - /v1/articles/{id}: one article, whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/json_put.h"
#include "archive/render.h"
#include "archive/tombstone.h"
#include "searchd/article_id.h"
#include "searchd/encode.h"
#include "searchd/route.h"
#include "searchd/worker.h"

static void scoped_buffer(struct buffer *b)
{
    buffer_free(b);
}

struct lookup {
    const struct request *request;
    struct response *response;
    const char *id;
    cJSON *article; /* NULL: not found, or known to the client */
    bool found;
    struct tombstone tombstone; /* when not found */
};

static int find(struct reader *r, void *ctx, struct error *err)
{
    struct lookup *l = ctx;
    scoped(buffer) struct buffer facts = buffer_make(SEGMENT_RECORD_MAX);
    scoped(buffer) struct buffer whole = buffer_make(SEGMENT_RECORD_MAX);
    struct record record;
    struct segment_record stored;
    struct error why = {0};
    if (reader_find(r, l->id, &facts, &record, NULL, &why)) {
        l->found = false;
        if (why.fault == FAULT_NOT_FOUND)
            return tombstone_look(r, l->id, &l->tombstone, err);
        return error_set(err, why.fault, "%s", why.text);
    }
    l->found = true;
    char etag[2 * SEGMENT_HASH + 1];
    for (size_t i = 0; i < SEGMENT_HASH; i++)
        snprintf(etag + 2 * i, 3, "%02x", record.hash[i]);
    response_etag(l->response, etag);
    if (encode_client_has(l->request, response_get_header(l->response, "ETag")))
        return 0;
    if (reader_stored(r, &record, true, &whole, &stored, err))
        return -1;
    l->article = render_article(&stored);
    return l->article ? 0 : error_set(err, FAULT_MEMORY, "no memory for article '%s'", l->id);
}

void get_article(struct request *request, struct response *response, void *worker)
{
    scoped(char_ptr) char *id = article_id(request, response);
    struct lookup l = {.request = request, .response = response, .id = id};
    if (!id || !worker_ask(worker, request, response, find, &l))
        return;
    scoped(json) cJSON *article = l.article;
    if (!l.found) {
        article_missing(request, response, id, &l.tombstone);
        free(l.tombstone.reason);
        return;
    }
    response_header(response, "Cache-Control", "no-cache");
    if (article)
        response_json(response, 200, article);
}
