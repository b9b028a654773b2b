/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_count.c - /v1/count: how many articles a query finds, exactly, and which are the oldest and the newest. */
#include "archive/clock.h"
#include "archive/json_put.h"
#include "searchd/ask.h"
#include "searchd/route.h"

struct counting {
    struct asked asked; /* first */
    struct search_ends ends;
};

static int count(struct reader *r, struct asked *a, struct error *err)
{
    struct search_request *search = &a->params.search;
    struct counting *c = (struct counting *)a;
    struct search_request rest = *search;
    struct clock_limit limit = {.ms = search->deadline_ms};
    clock_gettime(CLOCK_MONOTONIC, &limit.begin);
    if (search_run(r, search, &a->found, &a->page, err) < 0)
        return -1;
    rest.deadline_ms = clock_ms_left(&limit);
    return !a->page.total ? 0 : search_ends(r, &rest, a->params.first_by, &a->found, &c->ends, err);
}

static void answer(const struct request *request, struct response *response, struct worker *worker, struct asked *a)
{
    struct search_request *search = &a->params.search;
    const struct search_ends *ends = &((struct counting *)a)->ends;
    search->first = search->count = 0;
    search->as_written = true; /* a figure is of what was asked */
    search->marks = search->snippets = search->texts = false;
    double began = ask_age_ms(request);
    a->run = count;
    const char *form = arena_printf(&a->given, "count first_by=%d", (int)a->params.first_by);
    if (!ask_archive(request, response, worker, form ? form : "", a))
        return;
    a->params.render.took_ms = ask_age_ms(request) - began;
    a->page.partial |= ends->partial;
    scoped(json) cJSON *o = render_count(search, &a->page, &a->snapshot, &a->params.render);
    response_json(response, 200, o && render_ends(o, ends, a->params.first_by) ? o : NULL);
    if (a->page.partial)
        response_partial(response, request);
}

void get_count(struct request *request, struct response *response, void *worker)
{
    struct counting c = {0};
    if (ask_read(request, response, NULL, &c.asked))
        answer(request, response, worker, &c.asked);
    ask_free(&c.asked);
}
