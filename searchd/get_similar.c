/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_similar.c - /v1/articles/{id}/similar: articles like it. */
#include "archive/json_put.h"
#include "searchd/article_id.h"
#include "searchd/ask.h"
#include "searchd/route.h"

static void answer(const struct request *request, struct response *response, struct worker *worker, struct asked *a)
{
    double began = ask_age_ms(request);
    if (!ask_archive(request, response, worker, "similar", a))
        return;
    if (a->missing) {
        article_missing(request, response, a->like, &a->tombstone);
        return;
    }
    a->params.render.took_ms = ask_age_ms(request) - began;
    scoped(json) cJSON *o = render_similar(&a->params.search, &a->similar, &a->snapshot, &a->params.render);
    if (ask_answer(request, response, o) && a->similar.found.partial)
        response_partial(response, request);
}

void get_similar(struct request *request, struct response *response, void *worker)
{
    struct asked a;
    scoped(char_ptr) char *id = article_id(request, response);
    if (!id)
        return;
    if (ask_read(request, response, id, &a))
        answer(request, response, worker, &a);
    ask_free(&a);
}
