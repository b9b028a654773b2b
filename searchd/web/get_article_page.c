/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_article_page.c - /a/{id}: the page of one article. */
#include <string.h>

#include "archive/scoped.h"
#include "searchd/article_id.h"
#include "searchd/params_article.h"
#include "searchd/params_copies.h"
#include "searchd/params_versions.h"
#include "searchd/route.h"
#include "searchd/web/article_view.h"
#include "searchd/web/html.h"
#include "searchd/web/page_url.h"

static struct page page_of(const struct article_view *v)
{
    return (struct page){.request = v->request, .root = v->root, .params = &v->asked};
}

/* The parameters, each by whom the API has it read by. */
static bool read_params(struct article_view *v, struct response *response)
{
    const struct request *r = v->request;
    struct article_params text;
    struct versions_params versions;
    struct copies_params copies;
    struct problem problem;
    if (params_parse("", 0, 0, &v->arena, &v->everything, &problem) == 0 &&
        params_parse(r->query, r->query_len, r->takes, &v->arena, &v->params, &problem) == 0 &&
        params_article(r->query, r->query_len, PARAM_BIT(PARAM_HASH), &v->arena, &text, &problem) == 0 &&
        params_versions(r->query, r->query_len, PARAM_BIT(PARAM_A) | PARAM_BIT(PARAM_B), &v->arena, &versions,
                        &problem) == 0 &&
        params_copies(r->query, r->query_len, PARAM_BIT(PARAM_WITH), &v->arena, &copies, &problem) == 0) {
        v->asked = v->everything;
        v->asked.search.q = v->params.search.q;
        v->asked.search.q_len = v->params.search.q_len;
        v->hash = text.hash;
        v->a = versions.a;
        v->b = versions.b;
        v->with = copies.with;
        return true;
    }
    response_problem(response, r, &problem);
    page_refusal(response, r);
    return false;
}

/* The answer of the article's route to a query, which begins with '?' or is empty. */
static struct api_answer ask(const struct article_view *v, const char *below, struct buffer *query)
{
    struct buffer path = buffer_make(PAGE_URL_MAX);
    struct api_answer answer = {.status = 503, .retry_seconds = 1}; /* no memory for the address */
    buffer_puts(&path, "/v1/articles/");
    page_url_escape(&path, v->id, strlen(v->id));
    buffer_puts(&path, below);
    if (!path.failed && !query->failed)
        answer = ask_api(v->request, v->worker, path.data, query->data ? query->data + 1 : NULL);
    buffer_free(&path);
    buffer_free(query);
    return answer;
}

static struct api_answer ask_article(const struct article_view *v)
{
    struct buffer query = buffer_make(PAGE_URL_MAX);
    bool marks = v->params.search.q && !v->a && !v->with;
    if (marks)
        page_url_put(&query, "?highlight=offsets", &v->params, PAGE_QUERY | PAGE_WHICH);
    if (v->hash)
        page_url_add(&query, "hash", v->hash, strlen(v->hash));
    return ask(v, "", &query);
}

static struct api_answer ask_change(const struct article_view *v)
{
    struct buffer query = buffer_make(PAGE_URL_MAX);
    if (v->a) {
        buffer_printf(&query, "?a=%u&b=%u", (unsigned)v->a, (unsigned)v->b);
        return ask(v, "/versions", &query);
    }
    page_url_add(&query, "with", v->with, strlen(v->with));
    return ask(v, "/copies", &query);
}

/* What stands around the text; what of it cannot be had is left out, and the page is then not kept. */
static bool ask_about(struct article_view *v)
{
    struct buffer query = buffer_make(PAGE_URL_MAX);
    v->versions = ask(v, "/versions", &query);
    v->copies = ask(v, "/copies", &query);
    buffer_puts(&query, "?per_page=10&highlight=none&fields=id,title,source,date");
    v->similar = ask(v, "/similar", &query);
    return v->versions.whole && v->copies.whole && v->similar.whole;
}

/* Whether a view led here. */
static bool is_led(const struct article_view *v)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_put(&address, "", &v->params, PAGE_LIST | PAGE_PLACE);
    bool led = address.len > 0;
    buffer_free(&address);
    return led;
}

static void put_way_back(struct article_view *v)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_put(&address, v->root, &v->params, PAGE_LIST | PAGE_PLACE);
    html(&v->out, "<nav class=\"back\" aria-label=\"Results\">");
    article_link(v, &address, "");
    html(&v->out, "Back to the results");
    if (v->params.search.q) {
        html(&v->out, " for <b dir=\"auto\">");
        html_text(&v->out, v->params.search.q, v->params.search.q_len);
        html(&v->out, "</b>");
    }
    html(&v->out, "</a></nav>\n");
}

static void render(struct article_view *v, struct response *response, bool kept)
{
    const char *title = api_text(v->article.json, "title");
    bool whole = v->base[0], led = is_led(v), plain = !led && !v->hash && !v->change.json;
    struct buffer own = buffer_make(PAGE_URL_MAX), before = buffer_make(PUBLIC_URL_MAX + 2);
    buffer_puts(&before, whole ? v->base : v->root);
    buffer_puts(&before, whole ? "/" : "");
    page_url_article(&own, before.data, v->id, &v->everything);
    struct page page = page_of(v);
    page.title = title && *title ? title : v->id;
    page.canonical = own.data;
    page.no_index = !plain;
    page_open(&v->out, &page);
    if (led)
        put_way_back(v);
    html(&v->out, "<article class=\"article\">\n<header>\n");
    article_put_head(v);
    article_put_notes(v);
    html(&v->out, "</header>\n");
    if (v->change.json)
        article_put_change(v);
    else
        article_put_text(v);
    html(&v->out, "</article>\n<aside class=\"about\" aria-label=\"About this article\">\n");
    if (v->versions.status != 200 || v->copies.status != 200 || v->similar.status != 200)
        html(&v->out, "<p class=\"note\">Something of what belongs here could not be found in time.</p>\n");
    article_put_versions(v);
    article_put_copies(v);
    article_put_similar(v);
    article_put_citation(v);
    html(&v->out, "</aside>\n");
    page_close(&v->out, &page);
    v->out.failed |= own.failed || before.failed;
    page_send(response, 200, &v->out, kept);
    buffer_free(&own);
    buffer_free(&before);
}

static void answer(struct article_view *v, struct response *response)
{
    const struct page page = page_of(v);
    public_url_of(v->request, response, v->base);
    v->article = ask_article(v);
    bool found = v->article.status == 200, compares = found && (v->a || v->with);
    if (compares)
        v->change = ask_change(v);
    if (!found || (compares && v->change.status != 200)) {
        page_problem(response, &page, found ? &v->change : &v->article);
        return;
    }
    bool kept = ask_about(v) && v->article.whole && (!compares || v->change.whole);
    render(v, response, kept);
}

void get_article_page(struct request *request, struct response *response, void *worker)
{
    struct article_view v = {.request = request, .worker = worker, .root = page_root(request),
                             .arena = arena_make(4 * (size_t)PARAMS_ARENA_MAX), .out = buffer_make(PAGE_BYTES_MAX)};
    scoped(char_ptr) char *id = NULL;
    if (read_params(&v, response)) {
        v.id = id = article_id(request, response);
        if (id)
            answer(&v, response);
        else
            page_refusal(response, request);
    }
    cJSON_Delete(v.article.json);
    cJSON_Delete(v.change.json);
    cJSON_Delete(v.versions.json);
    cJSON_Delete(v.copies.json);
    cJSON_Delete(v.similar.json);
    buffer_free(&v.out);
    arena_free(&v.arena);
}
