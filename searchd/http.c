/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http.c - sockets to requests and responses to sockets; work is done on the queues' threads. */
#include "searchd/http.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "archive/scoped.h"
#include "searchd/address.h"
#include "searchd/descriptors.h"
#include "searchd/exchange.h"
#include "searchd/export_keys.h"
#include "searchd/head.h"
#include "searchd/log.h"
#include "searchd/refuse.h"
#include "searchd/web/page.h"
#include "searchd/worker.h"

enum {
    CONNECTION_MEMORY = 64 << 10, /* more than our own limits, so that 414 and 431 are ours, in JSON */
    SPARE = 64 /* a part of the connections in that many is kept free, so that those who come need not wait */
};

/* The only place that sees the target as it was sent; libmicrohttpd's own decoding cuts at %00. */
static void *begin_exchange(void *arg, const char *uri, struct MHD_Connection *connection)
{
    size_t len = strlen(uri);
    struct exchange *x = calloc(1, sizeof *x + len + 2);
    if (!x)
        return NULL;
    memcpy(x->target, uri, len);
    x->uri = uri;
    x->uri_len = len;
    x->http = arg;
    x->connection = connection;
    x->answer = answer_make();
    request_set_target(&x->request, x->target, len);
    x->request.client = x->client_text;
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
        clients_export_ended(x->http->clients, &x->client);
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
    watch_stage(http->watch, x->watched, WATCH_HEAD);
    end_export(x);
    answer_free(&x->answer);
    free(x);
    *closure = NULL;
}

static enum MHD_Result let_connect(void *arg, const struct sockaddr *address, socklen_t len)
{
    (void)len;
    struct http *http = arg;
    struct ip peer;
    ip_of(address, &peer);
    if (clients_may_connect(http->clients, &peer))
        return MHD_YES;
    metrics_add(&http->service->metrics.refusals[REFUSED_CONNECTIONS_PER_ADDRESS], 1);
    return MHD_NO;
}

static struct line *begin_line(struct http *http, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct line *line = calloc(1, sizeof *line);
    if (!line)
        return NULL;
    line->watched = info ? watch_add(http->watch, info->connect_fd) : NULL;
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    ip_of(info ? info->client_addr : NULL, &line->peer);
    clients_connected(http->clients, &line->peer);
    return line;
}

static void note_connection(void *arg, struct MHD_Connection *connection, void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct http *http = arg;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        metrics_add(&http->service->metrics.connections_opened, 1);
        *socket_context = begin_line(http, connection);
        if (++http->connections_now >= http->connections_max - (http->connections_max / SPARE + 1))
            watch_make_room(http->watch);
        return;
    }
    struct line *line = *socket_context;
    metrics_add(&http->service->metrics.connections_closed, 1);
    http->connections_now--;
    if (line) {
        clients_left(http->clients, &line->peer);
        watch_remove(http->watch, line->watched);
        free(line);
    }
    *socket_context = NULL;
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
    const union MHD_ConnectionInfo *info = NULL;
    if (x->http->in_place)
        info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (info)
        head_begin(&head, x->request.method, x->uri, x->uri_len, version);
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, gather_header, &head);
    if (info)
        head_end(&head, info->header_size);
    if (!head_refuse(&head, &x->http->limits->head, &x->request, version, &why))
        return false;
    metrics_add(&x->http->service->metrics.refusals[REFUSED_HEAD], 1);
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
    ssize_t n = recv(x->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR); /* or was reset */
}

/* On a worker's thread. Whoever hung up while queued is not searched for. */
static void run_job(void *job, void *worker)
{
    struct exchange *x = job;
    const struct route *route = x->route;
    if (has_hung_up(x)) {
        metrics_add(&x->http->service->metrics.gone, 1);
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
static void answer_dropped(struct exchange *x)
{
    x->answered = true;
    if (x->answer.kept) {
        x->answer.encoding = ENCODING_PLAIN;
    } else {
        metrics_add(&x->http->service->metrics.refusals[REFUSED_QUEUE], 1);
        response_busy(&x->answer.response, &x->request);
        if (route_is_page(x->route))
            page_refusal(&x->answer.response, &x->request);
        answer(x, NULL);
    }
    MHD_resume_connection(x->connection);
}

static enum MHD_Result refuse_at_once(struct exchange *x, enum metrics_refusal why, unsigned seconds)
{
    refuse(&x->answer.response, &x->request, why, seconds);
    if (x->route && route_is_page(x->route))
        page_refusal(&x->answer.response, &x->request);
    answer(x, NULL);
    return exchange_reply(x) ? MHD_YES : MHD_NO;
}

/* Whether it may export, and has its place. */
static bool may_export(struct exchange *x, enum metrics_refusal *why)
{
    struct http *http = x->http;
    if (http->limits->keys && !export_keys_have(http->limits->keys, header(x->connection, "Authorization")))
        *why = REFUSED_EXPORT_KEY;
    else if (http->exports_now >= http->limits->exports)
        *why = REFUSED_EXPORTS;
    else if (!clients_export(http->clients, &x->client))
        *why = REFUSED_EXPORTS_PER_ADDRESS;
    else
        x->exporting = true;
    if (!x->exporting)
        return false;
    http->exports_now++;
    metrics_add(&http->service->metrics.exports_begun, 1);
    return true;
}

static enum MHD_Result gather_forwarded(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_len,
                                        const char *value, size_t value_len)
{
    (void)kind;
    (void)name_len;
    if (strcasecmp(name, "X-Forwarded-For") == 0 && value)
        forwarded_add(arg, value, value_len);
    return MHD_YES;
}

/* A proxy that nobody named has the limits of one client, for all of its own. */
static void tell_of_proxy(struct exchange *x)
{
    if (x->http->proxy_told || !limits_count(x->http->limits, &x->client) || !header(x->connection, "X-Forwarded-For"))
        return;
    x->http->proxy_told = true;
    log_line("%s sends X-Forwarded-For and counts as one client; if it is your proxy, name it with --trust-proxy",
             x->client_text);
}

/* Who asks. What anybody but a proxy that is trusted says of that is not looked at. */
static void find_client(struct exchange *x, const struct line *line)
{
    const struct limits *limits = x->http->limits;
    struct forwarded f = {.trusted = limits->trusted, .trusted_count = limits->trusted_count};
    if (line)
        f.peer = f.client = line->peer;
    bool trusted = limits_trust(limits, &f.peer);
    if (trusted)
        MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, gather_forwarded, &f);
    x->client = f.client;
    ip_print(&x->client, x->client_text);
    if (!trusted)
        tell_of_proxy(x);
}

static void meet(struct exchange *x, const char *method)
{
    x->seen = true;
    x->request.started_ns = exchange_now_ns(); /* how slowly the head came is the client's time */
    x->request.method = method;
    x->request.accept_encoding = header(x->connection, "Accept-Encoding");
    x->request.if_none_match = header(x->connection, "If-None-Match");
    x->request.host = header(x->connection, "Host");
    request_set_id(&x->request, header(x->connection, "X-Request-Id"));
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const struct line *line = info ? info->socket_context : NULL;
    x->watched = line ? line->watched : NULL;
    find_client(x, line);
    x->wait = clients_ask(x->http->clients, &x->client, x->request.started_ns);
    info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    x->fd = info ? info->connect_fd : -1;
    watch_stage(x->http->watch, x->watched, WATCH_WORK);
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
        return exchange_reply(x) ? MHD_YES : MHD_NO;
    x->route = route_find(&x->request, &x->answer.response);
    if (x->wait)
        return refuse_at_once(x, REFUSED_RATE, x->wait);
    if (!x->route || x->route->lane == LANE_IMMEDIATE) {
        answer(x, x->route);
        return exchange_reply(x) ? MHD_YES : MHD_NO;
    }
    bool encode;
    if (answer_again(&x->answer, &x->request, x->route, &encode) && !encode)
        return exchange_reply(x) ? MHD_YES : MHD_NO;
    bool export = x->route->lane == LANE_EXPORT;
    enum metrics_refusal why = REFUSED_EXPORTS;
    if (export && !may_export(x, &why))
        return refuse_at_once(x, why, 0);
    /* Suspended first: a worker may resume it before queue_push returns. */
    MHD_suspend_connection(x->connection);
    void *dropped;
    if (!queue_push(export ? x->http->exports : x->http->queue, x, clients_owner(x->http->clients, &x->client),
                    &dropped))
        dropped = x;
    if (dropped)
        answer_dropped(dropped);
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
        descriptors_share(options->workers, options->limits->connections, &connections, err))
        return -1;
    struct http *http = calloc(1, sizeof *http);
    if (!http)
        return error_set(err, FAULT_MEMORY, "out of memory");
    http->service = service;
    http->limits = options->limits;
    http->connections_max = connections;
    http->in_place = strcmp(MHD_get_version(), "0.9.75") == 0; /* which was read for it */
    if (!http->in_place)
        log_line("libmicrohttpd %s is not the version whose heads are known: bare line feeds and folded headers are "
                 "taken as it takes them", MHD_get_version());
    http->encoder = encoder_new();
    http->clients = clients_new(http->limits);
    struct queue_calls calls = {.open = worker_open, .close = worker_close, .run = run_job, .context = service};
    if (queue_open(options->workers, options->limits->queue, &calls, &http->queue, err)) {
        http_stop(http);
        return -1;
    }
    calls.run = run_export;
    if (queue_open(1, LIMITS_EXPORTS_MAX, &calls, &http->exports, err)) {
        http_stop(http);
        return -1;
    }
    service->queue = http->queue;
    http->watch = http->clients ? watch_new(http->limits, &service->metrics) : NULL;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;
    if (address.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    if (http->watch)
        http->daemon = MHD_start_daemon(
            flags, options->port, let_connect, http, handle, http, MHD_OPTION_SOCK_ADDR, &address,
            MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, http,
            MHD_OPTION_NOTIFY_COMPLETED, end_exchange, http, MHD_OPTION_NOTIFY_CONNECTION, note_connection, http,
            MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
            http->limits->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
            MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_END);
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
    clients_free(http->clients);
    free(http);
}
