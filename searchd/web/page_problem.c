/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_problem.c - a problem of the API as a page that says it to a person. */
#include <stdio.h>
#include <string.h>

#include "searchd/parameters.h"
#include "searchd/web/html.h"
#include "searchd/web/page.h"

const char *page_root(const struct request *request)
{
    static const char above[] = "../../../../../../../../";
    enum { STEP = 3 };
    size_t depth = 0;
    for (const char *at = request->path; *at; at++)
        depth += at > request->path && *at == '/';
    size_t len = depth * STEP < sizeof above ? depth * STEP : sizeof above - 1;
    return depth ? above + sizeof above - 1 - len : "./";
}

void page_problem(struct response *response, const struct page *page, const struct api_answer *answer)
{
    struct buffer out = buffer_make(PAGE_BYTES_MAX);
    const char *title = api_text(answer->json, "title"), *detail = api_text(answer->json, "detail");
    struct page own = *page;
    own.title = title ? title : "The archive cannot answer";
    own.no_index = true;
    page_open(&out, &own);
    html(&out, "<section class=\"problem\">\n<h1>%s</h1>\n", own.title);
    if (api_text(answer->json, "value") && answer->status < 500)
        html(&out, "<p><code>%s</code></p>\n", api_text(answer->json, "value"));
    if (detail)
        html(&out, "<p>%s</p>\n", detail);
    if (api_text(answer->json, "hint"))
        html(&out, "<p>%s</p>\n", api_text(answer->json, "hint"));
    html(&out, "<p><a href=\"%s\">Search the archive</a></p>\n</section>\n", page->root);
    page_close(&out, &own);
    page_send(response, answer->status, &out, false);
    if (answer->retry_seconds) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%d", answer->retry_seconds);
        response_header(response, "Retry-After", seconds);
    }
    buffer_free(&out);
}

void page_refusal(struct response *response, const struct request *request)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct search_params params;
    struct problem other;
    struct api_answer said = {.status = response->status};
    if (!response_failed(response) && response->body.data)
        said.json = cJSON_ParseWithLength(response->body.data, response->body.len);
    bool read = params_parse(request->query, request->query_len, PARAM_BIT(PARAM_Q), &arena, &params, &other) == 0;
    const struct page page = {.request = request, .root = page_root(request), .params = read ? &params : NULL};
    page_problem(response, &page, &said);
    cJSON_Delete(said.json);
    arena_free(&arena);
}
