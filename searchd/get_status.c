/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_status.c - /v1/status: what the archive holds, and who serves it. */
#include <stdio.h>

#include "archive/json_put.h"
#include "archive/render.h"
#include "archive/search.h"
#include "searchd/encode.h"
#include "searchd/route.h"
#include "searchd/worker.h"

struct survey {
    const struct request *request;
    struct response *response;
    cJSON *status; /* NULL: known to the client */
    bool partial;
};

static bool put_date(cJSON *o, const char *name, const struct search_page *page)
{
    return json_put_text(o, name, page->count ? page->results[0].record.date : (struct record_text){0});
}

static bool put_sources(cJSON *o, const struct search_page *page)
{
    cJSON *list = json_put_list(o, "sources");
    for (size_t i = 0; list && page->facet_count && i < page->facets[0].count; i++) {
        cJSON *one = json_put_object(list, NULL);
        if (!one || !json_put_string(one, "value", page->facets[0].values[i].value) ||
            !json_put_number(one, "count", page->facets[0].values[i].count))
            return false;
    }
    return list;
}

static bool put_program(cJSON *o, struct reader *r)
{
    cJSON *versions = NULL;
    return json_put_number(o, "shards", (double)xap_reader_shards(reader_xapian(r))) &&
           (versions = json_put_object(o, "versions")) && json_put_string(versions, "hustings", HUSTINGS_VERSION) &&
           json_put_string(versions, "libxapian", xap_library_version());
}

/* The newest of all articles, with the counts of sources; then the oldest of those that have a date. */
static int search_both(struct reader *r, struct survey *s, struct arena *arena, cJSON *o, struct error *err)
{
    static const char dated[] = "NOT date:none";
    const double deadline = s->request->service->deadline_ms;
    const struct search_request newest = {
        .sort = SORT_NEWEST, .count = 1, .facets = 1u << FACET_SOURCE, .deadline_ms = deadline};
    const struct search_request oldest = {
        .q = dated, .q_len = sizeof dated - 1, .sort = SORT_OLDEST, .count = 1, .deadline_ms = deadline};
    struct search_page last, first;
    if (search_run(r, &newest, arena, &last, err) || search_run(r, &oldest, arena, &first, err))
        return -1;
    s->partial = last.partial || first.partial;
    bool ok = render_snapshot(o, reader_snapshot(r)) &&
              json_put_number(o, "articles", reader_snapshot(r)->articles) && put_sources(o, &last) &&
              put_date(o, "first_date", &first) &&
              put_date(o, "last_date", &last) && put_program(o, r) && json_put_bool(o, "partial", s->partial);
    return ok ? 0 : error_set(err, FAULT_MEMORY, "no memory for the status");
}

static int survey(struct reader *r, void *ctx, struct error *err)
{
    struct survey *s = ctx;
    char etag[SNAPSHOT_MAX + 32];
    snprintf(etag, sizeof etag, "%s-status-%s", reader_snapshot(r)->id, HUSTINGS_VERSION);
    response_etag(s->response, etag);
    if (encode_client_has(s->request, response_get_header(s->response, "ETag")))
        return 0;
    scoped(json) cJSON *o = cJSON_CreateObject();
    if (!o)
        return error_set(err, FAULT_MEMORY, "no memory for the status");
    struct arena arena = arena_make(SEARCH_ARENA_MAX);
    int failed = search_both(r, s, &arena, o, err);
    arena_free(&arena);
    if (!failed)
        s->status = take(&o);
    return failed;
}

void get_status(struct request *request, struct response *response, void *worker)
{
    struct survey s = {.request = request, .response = response};
    bool answered = worker_ask(worker, request, response, survey, &s);
    scoped(json) cJSON *status = s.status; /* may be there where what was read is not to be believed, too */
    if (!answered)
        return;
    response_header(response, "Cache-Control", "no-cache");
    if (!status)
        return;
    response_json(response, 200, status);
    if (s.partial)
        response_partial(response, request);
}
