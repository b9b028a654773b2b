/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http.c - sockets to requests and responses to sockets; work is done on the queues' threads. */
#include "searchd/http.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "archive/scoped.h"
#include "searchd/address.h"
#include "searchd/answer.h"
#include "searchd/descriptors.h"
#include "searchd/flow.h"
#include "searchd/head.h"
#include "searchd/log.h"
#include "searchd/watch.h"
#include "searchd/web/page.h"
#include "searchd/worker.h"

enum {
    IDLE_SECONDS = 15,               /* keep-alive without a byte */
    CONNECTION_MEMORY = 64 << 10,    /* more than our own limits, so that 414 and 431 are ours, in JSON */
    CONNECTIONS_MAX = 4096,
    EXPORT_BLOCK = 32 << 10, /* bytes that a stream gives libmicrohttpd at a time */
    CONNECTIONS_PER_ADDRESS_MAX = 1024 /* a proxy in front is one address */
};

struct http {
    struct MHD_Daemon *daemon;
    struct queue *queue;
    struct queue *exports; /* one worker makes all streams, so that none of them costs searches theirs */
    size_t exports_max, exports_now; /* the I/O thread's */
    struct watch *watch;
    struct service *service;
    struct encoder *encoder; /* the I/O thread's */
    unsigned short port;
};

/* One request on its way: made when its first line is read, freed when its answer is out. */
struct exchange {
    struct http *http;
    struct MHD_Connection *connection;
    struct watched *watched;
    const struct route *route;
    struct request request;
    struct answer answer;
    struct flow flow; /* of an answer that is a stream */
    char client[ADDRESS_TEXT_MAX];
    int fd;
    bool seen, answered, close, exporting;
    char target[]; /* the path, NUL, the query */
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The only place that sees the target as it was sent; libmicrohttpd's own decoding cuts at %00. */
static void *begin_exchange(void *arg, const char *uri, struct MHD_Connection *connection)
{
    size_t len = strlen(uri);
    struct exchange *x = calloc(1, sizeof *x + len + 2);
    if (!x)
        return NULL;
    memcpy(x->target, uri, len);
    x->http = arg;
    x->connection = connection;
    x->answer = answer_make();
    request_set_target(&x->request, x->target, len);
    x->request.client = x->client;
    x->request.service = x->http->service;
    return x;
}

static void end_export(struct exchange *x)
{
    struct metrics *m = &x->http->service->metrics;
    if (x->flow.stream) {
        log_access(&x->request, 200, x->flow.taken);
        bool whole = x->flow.state == STREAM_END && x->flow.at == x->flow.piece.len;
        if (!whole && strcmp(x->request.method, "HEAD") != 0)
            metrics_add(&m->exports_broken, 1);
        flow_free(&x->flow);
    }
    if (x->exporting) {
        x->http->exports_now--;
        metrics_add(&m->exports_ended, 1);
    }
}

static void end_exchange(void *arg, struct MHD_Connection *connection, void **closure,
                         enum MHD_RequestTerminationCode code)
{
    (void)connection;
    (void)code;
    struct http *http = arg;
    struct exchange *x = *closure;
    if (!x)
        return;
    watch_busy(http->watch, x->watched, false);
    end_export(x);
    answer_free(&x->answer);
    free(x);
    *closure = NULL;
}

static void note_connection(void *arg, struct MHD_Connection *connection, void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct http *http = arg;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        metrics_add(&http->service->metrics.connections_opened, 1);
        *socket_context = info ? watch_add(http->watch, info->connect_fd) : NULL;
    } else {
        metrics_add(&http->service->metrics.connections_closed, 1);
        watch_remove(http->watch, *socket_context);
        *socket_context = NULL;
    }
}

static enum MHD_Result gather_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_len,
                                     const char *value, size_t value_len)
{
    (void)kind;
    head_gather(arg, name, name_len, value, value_len);
    return MHD_YES;
}

static bool refuse_head(struct exchange *x, const char *version)
{
    struct head head = {0};
    struct problem why;
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, gather_header, &head);
    if (!head_refuse(&head, &x->request, version, &why))
        return false;
    response_problem(&x->answer.response, &x->request, &why);
    x->close = true;
    return true;
}

/* NULL when absent or when a NUL hides in it. */
static const char *header(struct MHD_Connection *connection, const char *name)
{
    const char *value = NULL;
    size_t len = 0;
    if (MHD_lookup_connection_value_n(connection, MHD_HEADER_KIND, name, strlen(name), &value, &len) != MHD_YES ||
        !value || strlen(value) != len)
        return NULL;
    return value;
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
        return (ssize_t)len;
    case FLOW_END:
        return MHD_CONTENT_READER_END_OF_STREAM;
    case FLOW_BROKEN:
        return MHD_CONTENT_READER_END_WITH_ERROR;
    case FLOW_EMPTY:
        break;
    }
    watch_busy(http->watch, x->watched, true); /* each piece has a reply's time */
    /* Suspended first: a worker may resume it before queue_push returns. */
    MHD_suspend_connection(x->connection);
    if (!queue_push(http->exports, x)) { /* it is closed: the daemon ends */
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

static enum MHD_Result queue_reply(struct exchange *x)
{
    struct sending out;
    answer_sending(&x->answer, &out);
    struct cached *held = x->answer.kept ? cached_hold(x->answer.kept) : NULL; /* its headers are still read here */
    struct MHD_Response *reply = x->answer.response.stream ? make_stream(x) : make_reply(&x->answer, &out);
    if (!reply) {
        cached_release(held);
        return MHD_NO;
    }
    for (size_t i = 0; i < out.header_count; i++)
        MHD_add_response_header(reply, out.headers[i].name, out.headers[i].value);
    const char *encoding = x->flow.squeezer ? encoding_name(encode_choice(x->request.accept_encoding)) : out.encoding;
    if (encoding)
        MHD_add_response_header(reply, "Content-Encoding", encoding);
    MHD_add_response_header(reply, "X-Request-Id", x->request.id);
    MHD_add_response_header(reply, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(reply, "Access-Control-Allow-Origin", "*"); /* all that is served is public */
    MHD_add_response_header(reply, "Access-Control-Expose-Headers",
                            "Content-Disposition, ETag, Link, Retry-After, X-Request-Id, X-Snapshot, X-Total-Count");
    if (x->close || atomic_load(&x->http->service->draining))
        MHD_add_response_header(reply, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned)out.status, reply);
    MHD_destroy_response(reply);
    cached_release(held);
    metrics_answered(&x->http->service->metrics, route_number(x->route), out.status, now_ns() - x->request.started_ns);
    if (!x->flow.stream)
        log_access(&x->request, out.status, out.len);
    return result;
}

/* On the I/O thread. route NULL: the response is set, and needs no more than encoding. */
static void answer(struct exchange *x, const struct route *route)
{
    answer_work(&x->answer, &x->request, route, NULL, x->http->encoder);
    x->answered = true;
}

/* libmicrohttpd sees that late in a suspended connection. */
static bool has_hung_up(const struct exchange *x)
{
    char byte;
    return recv(x->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* On a worker's thread. Whoever hung up while queued is not searched for. */
static void run_job(void *job, void *worker)
{
    struct exchange *x = job;
    const struct route *route = x->route;
    if (has_hung_up(x)) {
        answer_free(&x->answer);
        x->answer.response.status = 503; /* nobody reads it but the log */
        x->close = true;
        route = NULL;
    }
    answer_work(&x->answer, &x->request, route, worker, worker_encoder(worker));
    x->answered = true;
    MHD_resume_connection(x->connection);
}

/* On the exports' thread: the answer, then a piece at each call. */
static void run_export(void *job, void *worker)
{
    struct exchange *x = job;
    if (!x->flow.stream) {
        run_job(job, worker);
        return;
    }
    if (atomic_load(&x->http->service->draining) || has_hung_up(x))
        flow_break(&x->flow);
    else
        flow_fill(&x->flow, worker);
    MHD_resume_connection(x->connection);
}

/* The queue is full. */
static void answer_at_once(struct exchange *x)
{
    x->answered = true;
    if (x->answer.kept) {
        x->answer.encoding = ENCODING_PLAIN;
        return;
    }
    metrics_add(&x->http->service->metrics.refused, 1);
    response_busy(&x->answer.response, &x->request);
    if (route_is_page(x->route))
        page_refusal(&x->answer.response, &x->request);
    answer(x, NULL);
}

static enum MHD_Result refuse_export(struct exchange *x)
{
    const struct problem p = {.status = 503, .code = "exports_busy", .title = "Too many exports are under way",
                              .hint = "Ask again after the seconds of Retry-After."};
    metrics_add(&x->http->service->metrics.refused, 1);
    response_problem(&x->answer.response, &x->request, &p);
    response_header(&x->answer.response, "Retry-After", "10");
    answer(x, NULL);
    return queue_reply(x);
}

/* Which of the queues it is for; that of exports has its place counted. NULL: there is no place. */
static struct queue *queue_for(struct exchange *x)
{
    struct http *http = x->http;
    if (x->route->lane != LANE_EXPORT)
        return http->queue;
    if (http->exports_now == http->exports_max)
        return NULL;
    http->exports_now++;
    x->exporting = true;
    metrics_add(&http->service->metrics.exports_begun, 1);
    return http->exports;
}

static void meet(struct exchange *x, const char *method)
{
    x->seen = true;
    x->request.started_ns = now_ns(); /* how slowly the head came is the client's time */
    x->request.method = method;
    x->request.accept_encoding = header(x->connection, "Accept-Encoding");
    x->request.if_none_match = header(x->connection, "If-None-Match");
    x->request.host = header(x->connection, "Host");
    request_set_id(&x->request, header(x->connection, "X-Request-Id"));
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    address_print(info ? info->client_addr : NULL, x->client);
    info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    x->watched = info ? info->socket_context : NULL;
    info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    x->fd = info ? info->connect_fd : -1;
    watch_busy(x->http->watch, x->watched, true);
}

/* Called when a request's head is whole, then when its (empty) body is, then after each resume. */
static enum MHD_Result handle(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_len, void **closure)
{
    (void)arg;
    (void)connection;
    (void)url;
    (void)upload;
    (void)upload_len;
    struct exchange *x = *closure;
    if (!x)
        return MHD_NO; /* out of memory when it began: hang up */
    if (!x->seen) {
        meet(x, method);
        if (!refuse_head(x, version))
            return MHD_YES;
        answer(x, NULL);
    }
    if (x->answered)
        return queue_reply(x);
    x->route = route_find(&x->request, &x->answer.response);
    if (!x->route || x->route->lane == LANE_IMMEDIATE) {
        answer(x, x->route);
        return queue_reply(x);
    }
    bool encode;
    if (answer_again(&x->answer, &x->request, x->route, &encode) && !encode)
        return queue_reply(x);
    struct queue *queue = queue_for(x);
    if (!queue)
        return refuse_export(x);
    /* Suspended first: a worker may resume it before queue_push returns. */
    MHD_suspend_connection(x->connection);
    if (!queue_push(queue, x)) {
        answer_at_once(x);
        MHD_resume_connection(x->connection);
    }
    return MHD_YES;
}

/* Leaves escapes in: request.h promises the target as it was sent. */
static size_t keep_escapes(void *arg, struct MHD_Connection *connection, char *text)
{
    (void)arg;
    (void)connection;
    return strlen(text);
}

int http_start(const struct http_options *options, struct service *service, struct http **out, struct error *err)
{
    struct sockaddr_storage address;
    unsigned connections;
    if (address_read(options->address, options->port, &address, err) ||
        descriptors_share(options->workers, CONNECTIONS_MAX, &connections, err))
        return -1;
    struct http *http = calloc(1, sizeof *http);
    if (!http)
        return error_set(err, FAULT_MEMORY, "out of memory");
    http->service = service;
    http->encoder = encoder_new();
    struct queue_calls calls = {.open = worker_open, .close = worker_close, .run = run_job, .context = service};
    if (queue_open(options->workers, &calls, &http->queue, err)) {
        http_stop(http);
        return -1;
    }
    calls.run = run_export;
    http->exports_max = options->exports;
    if (queue_open(1, &calls, &http->exports, err)) {
        http_stop(http);
        return -1;
    }
    service->queue = http->queue;
    http->watch = watch_new(options->head_seconds);
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;
    if (address.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    if (http->watch)
        http->daemon = MHD_start_daemon(
            flags, options->port, NULL, NULL, handle, http, MHD_OPTION_SOCK_ADDR, &address,
            MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, http,
            MHD_OPTION_NOTIFY_COMPLETED, end_exchange, http, MHD_OPTION_NOTIFY_CONNECTION, note_connection, http,
            MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
            connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)CONNECTIONS_PER_ADDRESS_MAX,
            MHD_OPTION_END);
    if (!http->daemon) {
        http_stop(http);
        return error_set(err, FAULT_IO, "cannot listen on '%s' port %u; is it taken", options->address, options->port);
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    http->port = info ? info->port : options->port;
    *out = http;
    return 0;
}

unsigned short http_port(const struct http *http)
{
    return http->port;
}

void http_stop(struct http *http)
{
    if (!http)
        return;
    atomic_store(&http->service->draining, true);
    if (http->daemon) {
        /* Clients are refused from here on; but the number stays taken, since libmicrohttpd's thread may just be
         * looking at it. */
        scoped(fd) int listening = MHD_quiesce_daemon(http->daemon);
        if (listening >= 0)
            shutdown(listening, SHUT_RDWR);
        /* After this nothing stays suspended: libmicrohttpd aborts on stopping with one that is. */
        queue_drain(http->queue);
        queue_drain(http->exports); /* streams break off here */
        watch_wait_idle(http->watch, HTTP_DRAIN_SECONDS);
        MHD_stop_daemon(http->daemon);
    }
    watch_free(http->watch);
    http->service->queue = NULL;
    queue_free(http->queue);
    queue_free(http->exports);
    encoder_free(http->encoder);
    free(http);
}
