/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask.c - one question from its URL to its page: what search, count and similar share. */
#include "searchd/ask.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

#include "searchd/encode.h"
#include "searchd/fault.h"
#include "searchd/page_cursor.h"

enum {
    ETAG_TEXT_MAX = SNAPSHOT_MAX + 52, /* two hashes of 8 and 16 digits, a number, and dashes */
    /* A search that a writer overtook late is tried again with this share of the deadline at least. */
    RETRY_SHARE = 10
};

struct question {
    struct asked *asked;
    const struct request *request;
    struct response *response;
    const char *hash;
    uint64_t shape;
    bool known; /* the client has this answer */
};

double ask_age_ms(const struct request *request)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)((int64_t)t.tv_sec * 1000000000 + t.tv_nsec - request->started_ns) / 1e6;
}

double ask_deadline_ms(const struct request *request)
{
    double deadline = request->service->deadline_ms, left = deadline - ask_age_ms(request);
    return left > deadline / RETRY_SHARE ? left : deadline / RETRY_SHARE;
}

static bool refuse(const struct request *request, struct response *response, const char *param, const char *q,
                   size_t len, const struct error *err)
{
    if (err->fault == FAULT_INVALID) {
        struct problem p = params_query_too_long(param, q, len);
        response_problem(response, request, &p);
    } else {
        fault_answer(response, request, err);
    }
    return false;
}

bool ask_query(const struct request *request, struct response *response, struct asked *a, const char *param,
               const char *q, size_t len)
{
    struct query query;
    struct error err = {0};
    if (query_parse(q, len, a->params.search.match, &a->given, &query, &err))
        return refuse(request, response, param, q, len, &err);
    size_t i = 0;
    while (i < query.warning_count && strcmp(param, "q") != 0 && strcmp(query.warnings[i], QUERY_ONLY_NOT) == 0)
        i++;
    if (!a->params.strict || i == query.warning_count)
        return true;
    struct problem p = {.status = 400,
                        .code = "query_repaired",
                        .title = "The query is not well-formed",
                        .param = param,
                        .value = q,
                        .value_len = len,
                        .hint = "Write it as it is meant, or drop strict=1."};
    snprintf(p.detail, sizeof p.detail, "Without strict=1: %s.", query.warnings[i]);
    response_problem(response, request, &p);
    return false;
}

bool ask_within(const struct request *request, struct response *response, const struct asked *a)
{
    const struct search_params *params = &a->params;
    const struct search_request *s = &params->search;
    bool deep = !params->cursor && (uint64_t)s->first + s->count > params->render.window;
    unsigned values_max = request->service->facet_values ? request->service->facet_values : SEARCH_FACET_VALUES_MAX;
    char value[24], hint[80];
    struct problem p;
    if (deep) {
        snprintf(value, sizeof value, "%u", params->by_offset ? s->first : params->render.page);
        p = params_page_too_deep(params, value, params->render.window);
    } else if (s->facet_limit > values_max) {
        snprintf(value, sizeof value, "%u", s->facet_limit);
        snprintf(hint, sizeof hint, "Use a whole number from 1 to %u.", values_max);
        p = (struct problem){.status = 400, .code = "number_invalid", .title = "The number could not be used",
                             .param = "facet_limit", .value = value, .value_len = strlen(value), .hint = hint};
    } else {
        return true;
    }
    response_problem(response, request, &p);
    return false;
}

bool ask_read(const struct request *request, struct response *response, const char *like, struct asked *out)
{
    *out = (struct asked){.given = arena_make(PARAMS_ARENA_MAX), .found = arena_make(SEARCH_ARENA_MAX), .like = like};
    struct problem problem;
    unsigned window = request->service->page_depth ? request->service->page_depth : SEARCH_WINDOW;
    if (params_parse(request->query, request->query_len, request->takes, &out->given, &out->params, &problem)) {
        if (strcmp(problem.code, "page_too_deep") == 0)
            problem = params_page_too_deep(&out->params, problem.value, window);
        response_problem(response, request, &problem);
        return false;
    }
    const struct search_request *s = &out->params.search;
    out->params.render.window = window;
    if (!ask_within(request, response, out))
        return false;
    return !out->params.strict || !s->q || ask_query(request, response, out, "q", s->q, s->q_len);
}

static bool is_known(struct question *q, const struct snapshot *snapshot)
{
    char text[ETAG_TEXT_MAX];
    /* What an older snapshot found is ranked by today's archive. */
    snprintf(text, sizeof text, "%s-%s-%016" PRIx64 "-%" PRIu64, snapshot->id, q->hash, q->shape, snapshot->latest);
    response_etag(q->response, text);
    return encode_client_has(q->request, response_get_header(q->response, "ETag"));
}

static int look_for_similar(struct reader *r, struct asked *a, struct error *err)
{
    struct error why = {0};
    if (similar_run(r, a->like, &a->params.search, &a->found, &a->similar, &why) == 0)
        return 0;
    a->missing = why.fault == FAULT_NOT_FOUND;
    return a->missing ? tombstone_look(r, a->like, &a->tombstone, err) : error_set(err, why.fault, "%s", why.text);
}

/* The unit of retry. */
static int search(struct reader *r, void *ctx, struct error *err)
{
    struct question *q = ctx;
    struct asked *a = q->asked;
    a->params.search.deadline_ms = ask_deadline_ms(q->request);
    a->snapshot = *reader_snapshot(r);
    q->known = is_known(q, &a->snapshot);
    if (q->known)
        return 0;
    arena_free(&a->found);
    if (a->run)
        return a->run(r, a, err);
    return a->like ? look_for_similar(r, a, err) : search_run(r, &a->params.search, &a->found, &a->page, err);
}

static bool waited_too_long(const struct request *request, struct response *response)
{
    if (ask_age_ms(request) < request->service->deadline_ms)
        return false;
    response_busy(response, request);
    return true;
}

bool ask_archive(const struct request *request, struct response *response, struct worker *worker, const char *route,
                 struct asked *a)
{
    char hash[9];
    struct error err = {0};
    if (waited_too_long(request, response))
        return false;
    if (search_identify(&a->params.search, &a->given, hash, &err))
        return refuse(request, response, "q", a->params.search.q, a->params.search.q_len, &err);
    if (!a->like && !page_cursor_read(request, response, hash, a))
        return false;
    const char *shape = params_shape(&a->params, &a->given);
    /* The version is part of it: another one may say the same otherwise. */
    const char *form = shape ? arena_printf(&a->given, "%s %s %s %s %s", HUSTINGS_VERSION, route, shape,
                                            a->like ? a->like : "", a->params.cursor ? a->params.cursor : "")
                             : NULL;
    if (!form)
        return refuse(request, response, "q", NULL, 0, &(struct error){FAULT_MEMORY, "out of memory"});
    struct question q = {
        .asked = a, .request = request, .response = response, .hash = hash, .shape = XXH3_64bits(form, strlen(form))};
    if (!worker_ask_at(worker, request, response, a->params.snapshot, search, &q))
        return false;
    response_header(response, "Cache-Control", "no-cache");
    return !q.known;
}

bool ask_answer(const struct request *request, struct response *response, const cJSON *json)
{
    response_json(response, 200, json);
    if (!response->too_large)
        return true;
    struct problem p = {.status = 400,
                        .code = "answer_too_large",
                        .title = "The answer is too large",
                        .hint = "Ask for fewer results a page, or leave text out of fields."};
    response_problem(response, request, &p);
    return false;
}

void ask_free(struct asked *a)
{
    arena_free(&a->given);
    arena_free(&a->found);
    free(a->tombstone.reason);
}
