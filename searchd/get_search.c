/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_search.c - /v1/search: ranked results. */
#include "archive/json_put.h"
#include "searchd/ask.h"
#include "searchd/page_cursor.h"
#include "searchd/page_link.h"
#include "searchd/route.h"

/* Whoever walks through all results would never see what a page cut short left out. */
static void refuse_partial(const struct request *request, struct response *response)
{
    const struct problem p = {.status = 503, .code = "search_too_slow",
                              .title = "The search met its time limit, and a page by cursor must be whole",
                              .hint = "Ask again, or for fewer articles by dates or filters."};
    response_problem(response, request, &p);
    response_header(response, "Retry-After", "1");
}

static void answer(const struct request *request, struct response *response, struct worker *worker, struct asked *a,
                   char next[CURSOR_TEXT])
{
    double began = ask_age_ms(request);
    a->params.search.as_written = a->params.strict;
    if (!ask_archive(request, response, worker, "search", a))
        return;
    if (a->page.partial && a->params.cursor) {
        refuse_partial(request, response);
        return;
    }
    page_cursor_next(a, next);
    a->params.render.order_moved = a->cursor.snapshot[0] && a->params.search.sort == SORT_RELEVANCE &&
                                   !a->snapshot.newest;
    a->params.render.next_cursor = *next ? next : NULL;
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
    char next[CURSOR_TEXT];
    if (ask_read(request, response, NULL, &a))
        answer(request, response, worker, &a, next);
    ask_free(&a);
}
