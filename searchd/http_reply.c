/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http_reply.c - an answer to its connection: from memory, from the cache, or piece by piece. */
#include <microhttpd.h>
#include <string.h>
#include <time.h>

#include "searchd/exchange.h"
#include "searchd/log.h"

enum { EXPORT_BLOCK = 32 << 10 }; /* bytes that a stream gives libmicrohttpd at a time */

int64_t exchange_now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The body's bytes stay with whom they belong to: a kept answer is held until they are sent. */
static void release_kept(void *kept)
{
    cached_release(kept);
}

/* The next bytes of a stream. Where there are none, a worker makes them while the connection rests. */
static ssize_t read_stream(void *arg, uint64_t at, char *out, size_t max)
{
    (void)at;
    struct exchange *x = arg;
    struct http *http = x->http;
    size_t len;
    switch (flow_take(&x->flow, out, max, &len)) {
    case FLOW_TAKEN:
        if (x->making)
            watch_stage(http->watch, x->watched, WATCH_STREAM);
        x->making = false;
        return (ssize_t)len;
    case FLOW_END:
        return MHD_CONTENT_READER_END_OF_STREAM;
    case FLOW_BROKEN:
        return MHD_CONTENT_READER_END_WITH_ERROR;
    case FLOW_EMPTY:
        break;
    }
    watch_stage(http->watch, x->watched, WATCH_WORK);
    x->making = true;
    /* Suspended first: a worker may resume it before queue_push returns. */
    MHD_suspend_connection(x->connection);
    void *dropped; /* none: there are no more exports than places */
    if (!queue_push(http->exports, x, 0, &dropped)) { /* it is closed: the daemon ends */
        flow_break(&x->flow);
        MHD_resume_connection(x->connection);
    }
    return 0;
}

static struct MHD_Response *make_stream(struct exchange *x)
{
    struct response *r = &x->answer.response;
    x->flow = flow_make(r->stream, encode_choice(x->request.accept_encoding));
    r->stream = NULL;
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, EXPORT_BLOCK, read_stream, x, NULL);
}

static struct MHD_Response *make_reply(struct answer *a, const struct sending *out)
{
    if (out->len == 0)
        return MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    if (out->lasts)
        return MHD_create_response_from_buffer(out->len, (void *)out->body, MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *reply;
    if (a->kept) {
        reply = MHD_create_response_from_buffer_with_free_callback_cls(out->len, (void *)out->body, release_kept,
                                                                       a->kept);
        a->kept = reply ? NULL : a->kept;
    } else {
        reply = MHD_create_response_from_buffer(out->len, (void *)out->body, MHD_RESPMEM_MUST_FREE);
        if (reply)
            a->response.body = buffer_make(RESPONSE_BODY_MAX);
    }
    return reply;
}

/* False: no memory for one of them; what lacks it would be another answer. */
static bool add_headers(struct exchange *x, struct MHD_Response *reply, const struct sending *out)
{
    bool added = true;
    for (size_t i = 0; i < out->header_count; i++)
        added = added && MHD_add_response_header(reply, out->headers[i].name, out->headers[i].value) == MHD_YES;
    const char *encoding = x->flow.squeezer ? encoding_name(encode_choice(x->request.accept_encoding)) : out->encoding;
    const struct {
        const char *name, *value;
    } of_all[] = {
        {"Content-Encoding", encoding},
        {"X-Request-Id", x->request.id},
        {"X-Content-Type-Options", "nosniff"},
        {"Access-Control-Allow-Origin", "*"}, /* all that is served is public */
        {"Access-Control-Expose-Headers",
         "Content-Disposition, ETag, Link, Retry-After, X-Request-Id, X-Snapshot, X-Total-Count"},
        {"Connection", x->close || atomic_load(&x->http->service->draining) ? "close" : NULL},
    };
    for (size_t i = 0; i < sizeof of_all / sizeof of_all[0]; i++)
        if (of_all[i].value)
            added = added && MHD_add_response_header(reply, of_all[i].name, of_all[i].value) == MHD_YES;
    return added;
}

bool exchange_reply(struct exchange *x)
{
    struct sending out;
    answer_sending(&x->answer, &out);
    struct cached *held = x->answer.kept ? cached_hold(x->answer.kept) : NULL; /* its headers are still read here */
    bool streams = x->answer.response.stream && !out.lasts;
    struct MHD_Response *reply = streams ? make_stream(x) : make_reply(&x->answer, &out);
    if (!reply) {
        cached_release(held);
        return false;
    }
    if (!add_headers(x, reply, &out)) {
        MHD_destroy_response(reply);
        cached_release(held);
        return false;
    }
    watch_stage(x->http->watch, x->watched, x->flow.stream ? WATCH_STREAM : WATCH_SEND);
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned)out.status, reply);
    MHD_destroy_response(reply);
    cached_release(held);
    metrics_answered(&x->http->service->metrics, route_number(x->route), out.status,
                     exchange_now_ns() - x->request.started_ns);
    if (!x->flow.stream)
        log_access(&x->request, out.status, out.len);
    return result == MHD_YES;
}
