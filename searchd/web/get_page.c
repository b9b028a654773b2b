/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_page.c - /: the search page. */
#include <stdio.h>
#include <string.h>

#include "searchd/route.h"
#include "searchd/web/chart.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page.h"
#include "searchd/web/page_filters.h"
#include "searchd/web/page_notes.h"
#include "searchd/web/page_result.h"
#include "searchd/web/page_url.h"

static const char root[] = "./";

struct view {
    const struct request *request;
    void *worker;
    struct search_params params;
    struct api_answer found, line;
    struct buffer out;
};

/* The answer of a route of the API to these parameters and more (a query, or NULL). */
static struct api_answer ask(const struct view *v, const struct search_params *p, const char *path, unsigned parts,
                             const char *more)
{
    struct buffer query = buffer_make(PAGE_URL_MAX);
    struct api_answer answer = {.status = 503, .retry_seconds = 1}; /* no memory for the address */
    page_url_put(&query, "?", p, parts);
    buffer_puts(&query, "&");
    buffer_puts(&query, more);
    if (!query.failed)
        answer = ask_api(v->request, v->worker, path, query.data + 1);
    buffer_free(&query);
    return answer;
}

/* explains: a further parameter, or NULL. */
static struct api_answer ask_search(struct view *v, const char *explains)
{
    char more[256];
    bool all = v->params.search.facets;
    snprintf(more, sizeof more, "fields=" PAGE_RESULT_FIELDS "&facets=source,section,author,year&facet_limit=%d%s",
             all ? (int)PAGE_FACET_VALUES_ALL : (int)PAGE_FACET_VALUES, explains ? explains : "");
    return ask(v, &v->params, "/v1/search", (PAGE_LIST & ~PAGE_CHART) | PAGE_PLACE, more);
}

static void put_view(struct view *v, const char *key, const char *label, const struct search_params *there, bool here)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_put(&address, root, there, PAGE_LIST);
    html(&v->out, "<a href=\"%s\" rel=\"nofollow\" data-key=\"%s\"", address.data, key);
    buffer_puts(&v->out, here ? " aria-current=\"true\">" : ">");
    html(&v->out, "%s</a>\n", label);
    v->out.failed |= address.failed;
    buffer_free(&address);
}

static void put_sorts(struct view *v)
{
    static const struct {
        enum search_sort sort;
        const char *key, *label;
    } sorts[] = {{SORT_RELEVANCE, "sort:relevance", "Best match"}, {SORT_NEWEST, "sort:newest", "Newest"},
                 {SORT_OLDEST, "sort:oldest", "Oldest"}};
    html(&v->out, "<p class=\"sorts\"><span>Sort by</span>\n");
    for (size_t i = v->params.search.q ? 0 : 1; i < sizeof sorts / sizeof sorts[0]; i++) {
        struct search_params there = v->params;
        there.search.sort = sorts[i].sort;
        there.given |= PARAM_BIT(PARAM_SORT);
        put_view(v, sorts[i].key, sorts[i].label, &there, v->params.search.sort == sorts[i].sort);
    }
    html(&v->out, "</p>\n");
}

static void put_export(struct view *v, const char *path, const char *format, const char *label)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    buffer_puts(&address, root);
    page_url_put(&address, path, &v->params, PAGE_FOUND);
    if (format && v->params.search.sort == SORT_OLDEST)
        page_url_add(&address, "sort", "oldest", strlen("oldest"));
    if (format)
        page_url_add(&address, "format", format, strlen(format));
    html(&v->out, "<li><a href=\"%s\" rel=\"nofollow\">%s</a></li>\n", address.data, label);
    v->out.failed |= address.failed;
    buffer_free(&address);
}

static void put_exports(struct view *v)
{
    html(&v->out, "<nav class=\"exports\" aria-labelledby=\"exports-title\"><h2 id=\"exports-title\">All of these</h2>"
                  "<ul>\n");
    put_export(v, "v1/export", "csv", "CSV");
    put_export(v, "v1/export", "ndjson", "NDJSON");
    put_export(v, "v1/export", "bibtex", "BibTeX");
    put_export(v, "v1/feed", NULL, "Atom feed");
    html(&v->out, "</ul></nav>\n");
}

static void put_chart(struct view *v)
{
    const struct search_params p = chart_params(&v->params, v->found.json);
    v->line = ask(v, &p, "/v1/timeline", PAGE_FOUND, CHART_ASKS);
    if (v->line.status == 200)
        chart_put(&v->out, root, &p, v->line.json);
    else
        html(&v->out, "<p class=\"note\">The chart could not be made%s%s.</p>\n", v->line.json ? ": " : "",
             api_text(v->line.json, "title"));
}

static void put_found(struct view *v)
{
    const cJSON *found = v->found.json;
    html(&v->out, "<div class=\"columns\">\n<div class=\"found\">\n");
    page_chosen(&v->out, root, &v->params);
    put_chart(v);
    html(&v->out, "<div class=\"tools\"><a class=\"to-filters\" href=\"#filters\">Filters</a>\n");
    if (api_number(found, "total") > 1)
        put_sorts(v);
    html(&v->out, "</div>\n");
    page_ways_out(&v->out, root, &v->params, found);
    page_results(&v->out, root, &v->params, found);
    page_paging(&v->out, root, &v->params, found);
    if (api_number(found, "total") > 0)
        put_exports(v);
    html(&v->out, "</div>\n");
    page_filters(&v->out, root, &v->params, found);
    html(&v->out, "</div>\n");
}

static void render(struct view *v, struct response *response)
{
    const struct search_request *s = &v->params.search;
    struct buffer feed = buffer_make(PAGE_URL_MAX), title = buffer_make(PAGE_URL_MAX), self = buffer_make(PAGE_URL_MAX);
    page_url_put(&self, root, &v->params, PAGE_LIST | PAGE_PLACE);
    page_url_put(&feed, "./v1/feed", &v->params, PAGE_FOUND);
    buffer_append(&title, s->q ? s->q : "", s->q ? s->q_len : 0);
    if (v->params.render.page > 1)
        buffer_printf(&title, "%spage %u", title.len ? ", " : "", v->params.render.page);
    const struct page page = {.request = v->request, .root = root, .params = &v->params, .feed = feed.data,
                              .title = title.len ? title.data : NULL,
                              .no_index = self.len > strlen(root)};
    v->out.failed |= self.failed || feed.failed || title.failed;
    page_open(&v->out, &page);
    page_notes(&v->out, root, &v->params, v->found.json);
    put_found(v);
    page_close(&v->out, &page);
    page_send(response, 200, &v->out, v->found.whole && v->line.whole);
    buffer_free(&self);
    buffer_free(&feed);
    buffer_free(&title);
}

/* One facet is shown whole at a time, as its links ask for it. */
static void settle(struct search_request *s)
{
    s->facets &= PAGE_FACETS;
    s->facets &= ~(s->facets - 1);
}

static void refuse_long(const struct request *request, struct response *response)
{
    const struct problem p = {.status = 414, .code = "view_too_long", .title = "There are too many filters",
                              .hint = "Choose fewer; /v1/search takes more."};
    response_problem(response, request, &p);
    page_refusal(response, request);
}

static void answer(struct view *v, struct response *response)
{
    const struct page page = {.request = v->request, .root = root, .params = &v->params};
    v->found = ask_search(v, NULL);
    if (v->found.status == 200 && api_number(v->found.json, "total") < 1) {
        cJSON_Delete(v->found.json);
        v->found = ask_search(v, "&explain=1");
    }
    if (v->found.status != 200)
        page_problem(response, &page, &v->found);
    else
        render(v, response);
}

void get_page(struct request *request, struct response *response, void *worker)
{
    struct arena given = arena_make(PARAMS_ARENA_MAX);
    struct view v = {.request = request, .worker = worker, .out = buffer_make(PAGE_BYTES_MAX)};
    struct problem problem;
    if (params_parse(request->query, request->query_len, request->takes, &given, &v.params, &problem)) {
        response_problem(response, request, &problem);
        page_refusal(response, request);
    } else if (!page_url_fits(&v.params)) {
        refuse_long(request, response);
    } else {
        settle(&v.params.search);
        answer(&v, response);
    }
    cJSON_Delete(v.found.json);
    cJSON_Delete(v.line.json);
    buffer_free(&v.out);
    arena_free(&given);
}
