/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_feed.c - /v1/feed: a query as an Atom feed, the newest first. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

#include "archive/newest.h"
#include "searchd/ask.h"
#include "searchd/atom.h"
#include "searchd/edition.h"
#include "searchd/encode.h"
#include "searchd/fault.h"
#include "searchd/page_link.h"
#include "searchd/public_url.h"
#include "searchd/route.h"

enum {
    FEED_TARGET_MAX = 64 << 10,
    ETAG_TEXT_MAX = SNAPSHOT_MAX + 64
};

struct question {
    const struct request *request;
    struct response *response;
    struct asked *asked;
    const char *base;
    struct newest found;
    char archive[40]; /* its uuid */
    struct snapshot snapshot;
    struct error refused; /* why there can be nothing since what is asked */
    int64_t snapshot_time;
    uint64_t shape; /* of what is asked, and where */
    bool known;     /* the client has this answer */
};

/* A commit replaces one of two files. */
static int time_of_snapshot(const char *archive, int64_t *seconds, struct error *err)
{
    struct edition e;
    if (!edition_read(archive, NULL, &e))
        return error_set(err, FAULT_STALE, "when the archive was written to cannot be read");
    int64_t ns = e.stub.modified_ns > e.delta.modified_ns ? e.stub.modified_ns : e.delta.modified_ns;
    *seconds = ns / 1000000000;
    return 0;
}

static bool is_known(struct question *q, const struct snapshot *snapshot)
{
    char text[ETAG_TEXT_MAX];
    snprintf(text, sizeof text, "%s-feed-%016" PRIx64 "-%" PRIu64, snapshot->id, q->shape, snapshot->latest);
    response_etag(q->response, text);
    return encode_client_has(q->request, response_get_header(q->response, "ETag"));
}

/* The unit of retry. */
static int find(struct reader *r, void *ctx, struct error *err)
{
    struct question *q = ctx;
    struct asked *a = q->asked;
    const char *since = a->params.since;
    uint64_t commit = 0;
    q->snapshot = *reader_snapshot(r);
    q->refused = (struct error){0};
    q->known = is_known(q, &q->snapshot);
    if (q->known)
        return 0;
    if (since && reader_commit_of(r, since, strlen(since), &commit, &q->refused))
        return q->refused.fault == FAULT_INVALID || q->refused.fault == FAULT_NOT_FOUND
                   ? 0
                   : error_set(err, q->refused.fault, "%s", q->refused.text);
    a->params.search.deadline_ms = ask_deadline_ms(q->request);
    if (time_of_snapshot(reader_dir(r), &q->snapshot_time, err) < 0)
        return -1;
    snprintf(q->archive, sizeof q->archive, "%s", reader_uuid(r));
    arena_free(&a->found);
    return newest_run(r, &a->params.search, since ? &commit : NULL, &a->found, &q->found, err);
}

/* A feed's page is longer than a search's where none is asked for. */
static void settle_page(struct search_params *p)
{
    if (!(p->given & PARAM_BIT(PARAM_FEED_PER_PAGE))) {
        if (!p->by_offset)
            p->search.first = (p->render.page - 1) * PARAMS_FEED_PER_PAGE;
        p->render.per_page = p->search.count = PARAMS_FEED_PER_PAGE;
    }
    p->search.sort = SORT_NEWEST;
    p->search.marks = true;
}

static uint64_t shape_of(const struct question *q)
{
    const struct request *r = q->request;
    struct buffer all = buffer_make(FEED_TARGET_MAX);
    buffer_printf(&all, "%s %s ", HUSTINGS_VERSION, q->base);
    buffer_append(&all, r->query, r->query_len);
    uint64_t hash = all.failed ? 0 : XXH3_64bits(all.data, all.len);
    buffer_free(&all);
    return hash;
}

/* Pages follow each other where one was asked for. */
static bool put_document(struct question *q, struct buffer *out)
{
    const struct search_params *p = &q->asked->params;
    bool paged = p->given & (PARAM_BIT(PARAM_PAGE) | PARAM_BIT(PARAM_OFFSET));
    const char *name = p->by_offset ? "offset" : "page";
    uint64_t first = p->search.first, count = p->render.per_page, unit = p->by_offset ? 1 : count;
    struct buffer targets[5];
    for (size_t i = 0; i < 5; i++)
        targets[i] = buffer_make(FEED_TARGET_MAX);
    bool before = paged && first > 0, after = paged && first + q->found.count < q->found.total &&
                                              first + 2 * count <= p->render.window;
    uint64_t last = first > count ? first - count : 0;
    bool ok = page_target(&targets[0], q->request, q->request->path, NULL, 0) &&
              page_target(&targets[1], q->request, "/v1/search", NULL, 0) &&
              page_target(&targets[4], q->request, "/", NULL, 0) &&
              (!before || page_target(&targets[2], q->request, q->request->path, name, last / unit + !p->by_offset)) &&
              (!after ||
               page_target(&targets[3], q->request, q->request->path, name, (first + count) / unit + !p->by_offset));
    const struct atom_feed feed = {.archive = q->archive, .title = p->search.q, .title_len = p->search.q_len,
                                   .snapshot = q->snapshot.id, .base = q->base, .self = targets[0].data, .page = targets[4].data,
                                   .search = targets[1].data, .previous = targets[2].data, .next = targets[3].data,
                                   .snapshot_time = q->snapshot_time};
    ok = ok && atom_put(&feed, &q->found, &q->asked->found, out);
    for (size_t i = 0; i < 5; i++)
        buffer_free(&targets[i]);
    return ok;
}

static void put_last_modified(struct response *response, int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm parts;
    char text[40];
    if (gmtime_r(&t, &parts) && strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts))
        response_header(response, "Last-Modified", text);
}

static void refuse(const struct question *q)
{
    bool forgotten = q->refused.fault == FAULT_NOT_FOUND;
    const char *since = q->asked->params.since;
    struct problem p = {.status = forgotten ? 410 : 400,
                        .code = forgotten ? "snapshot_forgotten" : "snapshot_unknown",
                        .title = forgotten ? "The snapshot is no longer known" : "There is no such snapshot",
                        .param = "since",
                        .value = since,
                        .value_len = strlen(since),
                        .hint = forgotten ? "The archive was rebuilt, or its past was left out, since; leave since out."
                                          : "Use the snapshot that a feed or another answer of this archive names."};
    response_problem(q->response, q->request, &p);
}

/* Whether it can be asked; else response says why not. */
static bool is_askable(const struct request *request, struct response *response, struct asked *a)
{
    const struct search_request *search = &a->params.search;
    char hash[9];
    struct error err = {0};
    if (ask_age_ms(request) >= request->service->deadline_ms) {
        response_busy(response, request);
    } else if (search_identify(search, &a->given, hash, &err) == 0) {
        return true;
    } else if (err.fault == FAULT_INVALID) {
        struct problem p = params_query_too_long("q", search->q, search->q_len);
        response_problem(response, request, &p);
    } else {
        fault_answer(response, request, &err);
    }
    return false;
}

static void answer(const struct request *request, struct response *response, struct worker *worker, struct asked *a)
{
    char base[PUBLIC_URL_MAX];
    struct question q = {.request = request, .response = response, .asked = a, .base = base};
    settle_page(&a->params);
    if (!ask_within(request, response, a))
        return;
    public_url_of(request, response, base);
    q.shape = shape_of(&q);
    if (!is_askable(request, response, a) ||
        !worker_ask_at(worker, request, response, a->params.snapshot, find, &q))
        return;
    if (q.refused.fault) {
        refuse(&q);
        return;
    }
    response_header(response, "Cache-Control", "no-cache");
    if (q.known)
        return;
    struct buffer document = buffer_make(RESPONSE_BODY_MAX);
    put_last_modified(response, q.snapshot_time);
    if (put_document(&q, &document))
        response_body(response, &document, "application/atom+xml");
    else
        response_json(response, 500, NULL); /* out of memory */
    buffer_free(&document);
    if (q.found.partial)
        response_partial(response, request);
}

void get_feed(struct request *request, struct response *response, void *worker)
{
    struct asked a;
    if (ask_read(request, response, NULL, &a))
        answer(request, response, worker, &a);
    ask_free(&a);
}
