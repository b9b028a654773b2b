/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_count.c - /v1/count: how many articles a query finds, exactly. */
#include "archive/json_put.h"
#include "searchd/ask.h"
#include "searchd/route.h"

static void answer(const struct request *request, struct response *response, struct worker *worker, struct asked *a)
{
    struct search_request *search = &a->params.search;
    search->first = search->count = 0;
    search->marks = search->snippets = search->texts = false;
    double began = ask_age_ms(request);
    if (!ask_archive(request, response, worker, "count", a))
        return;
    a->params.render.took_ms = ask_age_ms(request) - began;
    scoped(json) cJSON *o = render_count(search, &a->page, &a->snapshot, &a->params.render);
    response_json(response, 200, o);
    if (a->page.partial)
        response_partial(response, request);
}

void get_count(struct request *request, struct response *response, void *worker)
{
    struct asked a;
    if (ask_read(request, response, NULL, &a))
        answer(request, response, worker, &a);
    ask_free(&a);
}
