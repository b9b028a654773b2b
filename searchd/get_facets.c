/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_facets.c - /v1/facets: how many of the articles found have each value of a field. */
#include "archive/facets.h"
#include "archive/json_put.h"
#include "searchd/ask.h"
#include "searchd/route.h"

static int run(struct reader *r, struct asked *a, struct error *err)
{
    return facets_run(r, &a->params.search, &a->found, &a->page, err);
}

static void answer(const struct request *request, struct response *response, struct worker *worker, struct asked *a)
{
    struct search_request *search = &a->params.search;
    search->first = search->count = 0;
    search->marks = search->snippets = search->texts = search->explain = false;
    if (!search->facets)
        search->facets = (1u << FACET_COUNT) - 1;
    if (!a->params.unit)
        search->collapse = COLLAPSE_NONE; /* each copy was printed by its own source */
    a->run = run;
    double began = ask_age_ms(request);
    if (!ask_archive(request, response, worker, "facets", a))
        return;
    a->params.render.took_ms = ask_age_ms(request) - began;
    scoped(json) cJSON *o = render_facets(search, &a->page, &a->snapshot, &a->params.render);
    if (ask_answer(request, response, o) && a->page.partial)
        response_partial(response, request);
}

void get_facets(struct request *request, struct response *response, void *worker)
{
    struct asked a;
    if (ask_read(request, response, NULL, &a))
        answer(request, response, worker, &a);
    ask_free(&a);
}
