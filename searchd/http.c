/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http.c - sockets to requests and responses to sockets; work is done on the queue's threads. */
#include "searchd/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "searchd/descriptors.h"
#include "searchd/encode.h"
#include "searchd/log.h"
#include "searchd/route.h"
#include "searchd/watch.h"

enum {
    IDLE_SECONDS = 15,               /* keep-alive without a byte */
    CONNECTION_MEMORY = 64 << 10,    /* more than our own limits, so that 414 and 431 are ours, in JSON */
    CONNECTIONS_MAX = 4096,
    CONNECTIONS_PER_ADDRESS_MAX = 1024 /* a proxy in front is one address */
};

struct http {
    struct MHD_Daemon *daemon;
    struct queue *queue;
    struct watch *watch;
    struct service *service;
    unsigned short port;
};

/* One request on its way: made when its first line is read, freed when its answer is out. */
struct exchange {
    struct http *http;
    struct MHD_Connection *connection;
    struct watched *watched;
    const struct route *route;
    struct request request;
    struct response response;
    char client[INET6_ADDRSTRLEN];
    int fd;
    bool seen, answered, close;
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
    char *mark = strchr(x->target, '?');
    x->http = arg;
    x->connection = connection;
    x->response = response_make();
    x->request.path = x->target;
    x->request.rest = "";
    x->request.method = "";
    x->request.query = mark ? mark + 1 : x->target + len;
    if (mark)
        *mark = '\0';
    x->request.query_len = strlen(x->request.query);
    x->request.client = x->client;
    x->request.service = x->http->service;
    return x;
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
    response_free(&x->response);
    free(x);
    *closure = NULL;
}

static void note_connection(void *arg, struct MHD_Connection *connection, void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct http *http = arg;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = info ? watch_add(http->watch, info->connect_fd) : NULL;
    } else {
        watch_remove(http->watch, *socket_context);
        *socket_context = NULL;
    }
}

/* What the checks need of all headers, gathered in one walk. */
struct head {
    size_t bytes;
    unsigned hosts, lengths, encodings;
    bool bad_name, has_body;
};

static enum MHD_Result gather_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_len,
                                     const char *value, size_t value_len)
{
    (void)kind;
    struct head *head = arg;
    head->bytes += name_len + value_len + 4; /* ": " and the line's end */
    if (name_len == 0 || strcspn(name, " \t") < name_len || strlen(name) != name_len)
        head->bad_name = true;
    else if (strcasecmp(name, "Host") == 0)
        head->hosts++;
    else if (strcasecmp(name, "Transfer-Encoding") == 0)
        head->encodings++;
    else if (strcasecmp(name, "Content-Length") == 0) {
        head->lengths++;
        if (!value || strspn(value, "0") != value_len || value_len == 0)
            head->has_body = true;
    }
    return MHD_YES;
}

/* What libmicrohttpd lets pass and a proxy in front may read differently: refused
 * with the connection, since where the next request starts is in doubt. */
static bool refuse_head(struct exchange *x, const char *version)
{
    struct head head = {0};
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, gather_header, &head);
    struct problem p = {.status = 400, .code = "bad_request", .title = "The request is malformed"};
    const char *why = NULL;
    if (head.bad_name)
        why = "A header's name holds white space.";
    else if (head.lengths && head.encodings)
        why = "Content-Length and Transfer-Encoding stand together.";
    else if (head.lengths > 1)
        why = "There is more than one Content-Length.";
    else if (head.hosts > 1)
        why = "There is more than one Host.";
    else if (head.hosts == 0 && strcmp(version, MHD_HTTP_VERSION_1_0) != 0)
        why = "There is no Host.";
    else if (x->request.path[0] != '/' && strcmp(x->request.path, "*") != 0)
        why = "The target must be a path.";
    if (!why && (head.encodings || head.has_body)) {
        p = (struct problem){.status = 413, .code = "body_not_allowed", .title = "No request here takes a body"};
        why = "Everything is asked by the URL.";
    } else if (!why && strlen(x->request.path) + x->request.query_len > HTTP_TARGET_MAX) {
        p = (struct problem){.status = 414, .code = "uri_too_long", .title = "The URL is too long"};
        why = "A path and query may be 16,384 bytes.";
    } else if (!why && head.bytes > HTTP_HEADERS_MAX) {
        p = (struct problem){.status = 431, .code = "headers_too_large", .title = "The headers are too large"};
        why = "All headers together may be 24,576 bytes.";
    }
    if (!why)
        return false;
    snprintf(p.detail, sizeof p.detail, "%s", why);
    response_problem(&x->response, &x->request, &p);
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

static void set_request_id(struct request *request, const char *given)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    size_t len = given ? strlen(given) : 0;
    if (len > 0 && len <= REQUEST_ID_MAX && strspn(given, letters) == len) {
        memcpy(request->id, given, len + 1);
        return;
    }
    unsigned char bytes[8];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        memcpy(bytes, &request->started_ns, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(request->id + 2 * i, 3, "%02x", bytes[i]);
}

static void set_client(struct exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    const void *bytes = NULL;
    if (address && address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address && address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (!bytes || !inet_ntop(address->sa_family, bytes, x->client, sizeof x->client))
        memcpy(x->client, "-", 2);
}

static enum MHD_Result queue_reply(struct exchange *x)
{
    struct response *r = &x->response;
    bool failed = response_failed(r);
    struct MHD_Response *reply = NULL;
    size_t bytes = failed ? 0 : r->body.len;
    if (bytes > 0) {
        reply = MHD_create_response_from_buffer(bytes, r->body.data, MHD_RESPMEM_MUST_FREE);
        if (reply)
            r->body = buffer_make(RESPONSE_BODY_MAX);
    } else {
        reply = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    }
    if (!reply)
        return MHD_NO;
    for (size_t i = 0; !failed && i < r->header_count; i++)
        MHD_add_response_header(reply, r->headers[i].name, r->headers[i].value);
    MHD_add_response_header(reply, "X-Request-Id", x->request.id);
    MHD_add_response_header(reply, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(reply, "Access-Control-Allow-Origin", "*"); /* all that is served is public */
    MHD_add_response_header(reply, "Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Request-Id");
    if (x->close || atomic_load(&x->http->service->draining))
        MHD_add_response_header(reply, "Connection", "close");
    int status = failed ? 500 : r->status;
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned)status, reply);
    MHD_destroy_response(reply);
    log_access(&x->request, status, bytes);
    return result;
}

static void answer(struct exchange *x, void *worker)
{
    if (x->route)
        x->route->handler(&x->request, &x->response, worker);
    encode_response(&x->request, &x->response);
    x->answered = true;
}

/* On a worker's thread. Whoever hung up while queued is not searched for; libmicrohttpd
 * sees that late in a suspended connection. */
static void run_job(void *job, void *worker)
{
    struct exchange *x = job;
    char byte;
    if (recv(x->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0) {
        x->route = NULL;
        x->response.status = 503;
        x->close = true;
    }
    answer(x, worker);
    MHD_resume_connection(x->connection);
}

static void refuse_busy(struct exchange *x)
{
    response_busy(&x->response, &x->request);
    x->route = NULL;
    answer(x, NULL);
}

static void meet(struct exchange *x, const char *method)
{
    x->seen = true;
    x->request.started_ns = now_ns(); /* how slowly the head came is the client's time */
    x->request.method = method;
    x->request.accept_encoding = header(x->connection, "Accept-Encoding");
    x->request.if_none_match = header(x->connection, "If-None-Match");
    set_request_id(&x->request, header(x->connection, "X-Request-Id"));
    set_client(x);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    x->watched = info ? info->socket_context : NULL;
    info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    x->fd = info ? info->connect_fd : -1;
    watch_busy(x->http->watch, x->watched, true);
}

/* Called when a request's head is whole, then when its (empty) body is, then after each resume. */
static enum MHD_Result handle(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_len, void **closure)
{
    (void)connection;
    (void)url;
    (void)upload;
    (void)upload_len;
    struct http *http = arg;
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
    x->route = route_find(&x->request, &x->response);
    if (!x->route || x->route->lane == LANE_IMMEDIATE) {
        answer(x, NULL);
        return queue_reply(x);
    }
    /* Suspended first: a worker may resume it before queue_push returns. */
    MHD_suspend_connection(x->connection);
    if (!queue_push(http->queue, x)) {
        refuse_busy(x);
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

static int read_address(const struct http_options *o, struct sockaddr_storage *out, struct error *err)
{
    struct sockaddr_in *four = (void *)out;
    struct sockaddr_in6 *six = (void *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, o->address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(o->port);
    } else if (inet_pton(AF_INET6, o->address, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(o->port);
    } else {
        return error_set(err, FAULT_INVALID, "'%s' is no numeric address; give one such as 127.0.0.1 or ::1",
                         o->address);
    }
    return 0;
}

int http_start(const struct http_options *options, struct service *service, struct http **out, struct error *err)
{
    struct sockaddr_storage address;
    unsigned connections;
    if (read_address(options, &address, err) || descriptors_share(options->workers, CONNECTIONS_MAX, &connections, err))
        return -1;
    struct http *http = calloc(1, sizeof *http);
    if (!http)
        return error_set(err, FAULT_MEMORY, "out of memory");
    http->service = service;
    struct queue_calls calls = {
        .open = options->worker_open, .close = options->worker_close, .run = run_job, .context = service};
    if (queue_open(options->workers, &calls, &http->queue, err)) {
        http_stop(http);
        return -1;
    }
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
        int listening = MHD_quiesce_daemon(http->daemon);
        if (listening >= 0)
            close(listening);
        /* After this nothing stays suspended: libmicrohttpd aborts on stopping with one that is. */
        queue_drain(http->queue);
        watch_wait_idle(http->watch, HTTP_DRAIN_SECONDS);
        MHD_stop_daemon(http->daemon);
    }
    watch_free(http->watch);
    queue_free(http->queue);
    free(http);
}
