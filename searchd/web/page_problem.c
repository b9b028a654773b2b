/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_problem.c - a problem of the API as a page that says it to a person. */
#include <stdio.h>
#include <string.h>

#include "searchd/parameters.h"
#include "searchd/web/html.h"
#include "searchd/web/page.h"
#include "searchd/web/page_filters.h"
#include "searchd/web/page_url.h"

enum { VALUE_SHOWN = 80 };

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

/* What was wrong, as far as a line shows it. */
static void put_value(struct buffer *out, const char *value)
{
    size_t len = strnlen(value, VALUE_SHOWN);
    while (len > 0 && ((unsigned char)value[len] & 0xc0) == 0x80)
        len--; /* not within a letter */
    html(out, "<p><code>");
    html_text(out, value, len);
    html(out, value[len] ? "…</code></p>\n" : "</code></p>\n");
}

/* What to do, unless it is for programs; and the view without what was wrong. */
static void put_way_out(struct buffer *out, const struct page *page, const struct api_answer *answer)
{
    const char *hint = api_text(answer->json, "hint"), *param = api_text(answer->json, "param");
    bool place = param && strcmp(param, "page") == 0;
    struct buffer address = buffer_make(PAGE_URL_MAX);
    if (hint && !place && answer->status != 404)
        html(out, "<p>%s</p>\n", hint);
    if (page->params)
        page_chosen(out, page->root, page->params);
    page_url_put(&address, page->root, page->params ? page->params : &(struct search_params){0},
                 page->params ? PAGE_LIST : 0);
    html(out, "<p><a href=\"%s\">%s</a></p>\n", address.data,
         place                                       ? "Go to the first page"
         : answer->status >= 500 && page->params     ? "Try again"
         : page->params && param                     ? "Search without it"
                                                     : "Search the archive");
    out->failed |= address.failed;
    buffer_free(&address);
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
        put_value(&out, api_text(answer->json, "value"));
    if (detail)
        html(&out, "<p>%s</p>\n", detail);
    put_way_out(&out, page, answer);
    html(&out, "</section>\n");
    page_close(&out, &own);
    page_send(response, answer->status, &out, false);
    if (answer->retry_seconds) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%d", answer->retry_seconds);
        response_header(response, "Retry-After", seconds);
    }
    buffer_free(&out);
}

/* The view that was asked, but for the parameter of that name; or the query alone. */
static bool read_rest(const struct request *request, const char *name, struct arena *arena, struct search_params *out)
{
    struct problem other;
    bool elsewhere;
    const struct parameter *wrong = name ? parameter_find(name, strlen(name), PARAMS_PAGE, &elsewhere) : NULL;
    uint64_t takes = wrong ? PARAMS_PAGE & ~PARAM_BIT(wrong->key) : PARAMS_PAGE;
    return (params_parse(request->query, request->query_len, takes, arena, out, &other) == 0 && page_url_fits(out)) ||
           params_parse(request->query, request->query_len, PARAM_BIT(PARAM_Q), arena, out, &other) == 0;
}

void page_refusal(struct response *response, const struct request *request)
{
    struct arena arena = arena_make(2 * (size_t)PARAMS_ARENA_MAX);
    struct search_params params;
    struct api_answer said = {.status = response->status};
    if (!response_failed(response) && response->body.data)
        said.json = cJSON_ParseWithLength(response->body.data, response->body.len);
    bool read = read_rest(request, api_text(said.json, "param"), &arena, &params);
    const struct page page = {.request = request, .root = page_root(request), .params = read ? &params : NULL};
    page_problem(response, &page, &said);
    cJSON_Delete(said.json);
    arena_free(&arena);
}
