/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_search.c - /v1/search: ranked results. */
#include "archive/json_put.h"
#include "searchd/ask.h"
#include "searchd/page_link.h"
#include "searchd/route.h"

static void answer(const struct request *request, struct response *response, struct worker *worker, struct asked *a)
{
    double began = ask_age_ms(request);
    if (!ask_archive(request, response, worker, "search", a))
        return;
    a->params.render.took_ms = ask_age_ms(request) - began;
    scoped(json) cJSON *o = render_search(&a->params.search, &a->page, &a->snapshot, &a->params.render);
    if (!ask_answer(request, response, o))
        return;
    page_links(request, response, &a->params, a->page.total);
    if (a->page.partial)
        response_partial(response, request);
}

void get_search(struct request *request, struct response *response, void *worker)
{
    struct asked a;
    if (ask_read(request, response, NULL, &a))
        answer(request, response, worker, &a);
    ask_free(&a);
}
