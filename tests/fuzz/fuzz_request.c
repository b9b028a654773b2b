/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_request.c - any bytes sent to the daemon over a connection are answered in HTTP, or the connection ends; and who
 * asks next is answered.
 *
 * The real daemon, libmicrohttpd and all, in this process, over a small archive; loopback is a proxy that it trusts. Behind
 * the bytes comes a whole request that asks for the connection to be closed, so that it ends in any case: as a
 * request of its own, or as the rest of one that the bytes began. */
#include "archive/scoped.h"
#include "archive/store.h"
#include "searchd/cache.h"
#include "searchd/export_keys.h"
#include "searchd/http.h"
#include "searchd/probe.h"
#include "tests/fuzz/fuzz.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ARTICLES = 24, WAIT_MS = 20000, ANSWERS_MAX = 32 << 20, CACHE_BYTES = 1 << 20, DEADLINE_MS = 5000, HONEST = 8 };

static const char last[] = "\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
static const char honest[] = "GET /v1/search?q=budget HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
static const char key[] = "0123456789abcdef-ONE\n";

/* ---- the daemon ------------------------------------------------------ */

static char dir[] = "/tmp/fuzz-request.XXXXXX";
static struct service service;
static struct limits limits;
static struct http *http;

static void stop(void)
{
    char command[64];

    http_stop(http);
    probe_stop(service.probe);
    cache_free(service.cache);
    limits_free(&limits);
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    if (system(command) != 0)
        fprintf(stderr, "cannot remove %s\n", dir);
}

static void make_archive(void)
{
    struct writer *w = NULL;
    enum put_result result;

    law(mkdtemp(dir) && writer_open(dir, "fuzz", 0, &w, NULL) == 0);
    for (int i = 0; i < ARTICLES; i++) {
        char id[16], text[256], date[16];
        char *authors[] = {"Ann Poe"}, *tags[] = {"tax", "port"};
        snprintf(id, sizeof id, "a%d", i % (ARTICLES - 2)); /* two have an earlier text */
        snprintf(text, sizeof text, "The moot of the Vale agreed on the budget, item %d. \u201cNo comment,\u201d said "
                 "Minister Krell.\n\nFerries stop at <b>noon</b> & the quay is shut.", i);
        snprintf(date, sizeof date, "20%02d-0%d-1%d", 10 + i % 10, 1 + i % 9, i % 9);
        struct article a = {.id = id, .title = "Moot agrees on the budget", .text = text, .date = i % 7 ? date : NULL,
                            .source = i % 2 ? "Vale Herald" : "Courier", .url = "https://news.example/moot",
                            .authors = {authors, 1}, .tags = {tags, 2}};
        law(writer_put(w, &a, &result, NULL) == 0);
    }
    law(writer_retract(w, "a5", "The figures were wrong.", &result, NULL) == 0);
    law(writer_commit(w, NULL) == 0);
    writer_close(w);
}

static void start(void)
{
    struct http_options options = {.address = "127.0.0.1", .workers = 1, .limits = &limits};
    char path[40];
    scoped(fd) int fd = memfd_create("keys", MFD_CLOEXEC);

    make_archive();
    limits = limits_default();
    limits.trusted_count = 1;
    law(network_read("127.0.0.0/8", &limits.trusted[0], NULL) == 0);
    law(fd >= 0 && write(fd, key, sizeof key - 1) == sizeof key - 1);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    law(export_keys_read(path, &limits.keys, NULL) == 0);
    service.archive = dir;
    service.deadline_ms = DEADLINE_MS;
    service.site_name = "Hustings";
    service.started = time(NULL);
    service.probe = probe_start(dir);
    service.cache = cache_new(dir, CACHE_BYTES);
    law(service.probe && service.cache);
    law(http_start(&options, &service, &http, NULL) == 0);
    atexit(stop);
}

/* ---- a client -------------------------------------------------------- */

static struct buffer answers;

/* All that came until the end; whether that was a reset, which may take away what was on its way. */
static bool converse(const void *bytes, size_t size, const char *behind)
{
    const struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(http_port(http)),
                                   .sin_addr = {htonl(INADDR_LOOPBACK)}};
    scoped(fd) int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char piece[16384];

    int rc = connect(fd, (const struct sockaddr *)&to, sizeof to);
    for (int tries = 0; rc < 0 && errno == EADDRNOTAVAIL && tries < 100; tries++) { /* ports that rest for a minute */
        poll(NULL, 0, 1000);
        rc = connect(fd, (const struct sockaddr *)&to, sizeof to);
    }
    law(fd >= 0 && rc == 0);
    bool sent = !size || send(fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size;
    if (sent && *behind)
        sent = send(fd, behind, strlen(behind), MSG_NOSIGNAL) > 0;
    buffer_clear(&answers);
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int ready = poll(&wait, 1, WAIT_MS);
        if (ready < 0 && errno == EINTR) /* by libFuzzer's clock */
            continue;
        law(ready == 1);
        ssize_t got = recv(fd, piece, sizeof piece, MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return got < 0 || !sent;
        law(buffer_append(&answers, piece, (size_t)got));
    }
}

/* ---- what it reads --------------------------------------------------- */

struct answer_head {
    int status;
    size_t body_len;
    bool has_len, chunked, encoded, json, text;
};

static bool begins(const char *at, const char *end, const char *with)
{
    size_t len = strlen(with);
    return (size_t)(end - at) >= len && strncasecmp(at, with, len) == 0;
}

/* One line of a head, which ends at *end. */
static void read_header(const char *at, const char *end, struct answer_head *h)
{
    const char *colon = memchr(at, ':', (size_t)(end - at));

    law(colon && colon > at);
    for (const char *c = at; c < end; c++)
        law((unsigned char)*c >= ' ' && *c != 0x7F);
    if (begins(at, end, "Content-Length:")) {
        law(!h->has_len && !h->chunked);
        h->has_len = true;
        h->body_len = strtoull(colon + 1, NULL, 10);
    }
    h->chunked = h->chunked || begins(at, end, "Transfer-Encoding: chunked");
    h->encoded = h->encoded || begins(at, end, "Content-Encoding:");
    h->json = h->json || begins(at, end, "Content-Type: application/json") ||
              begins(at, end, "Content-Type: application/problem+json");
    h->text = h->text || begins(at, end, "Content-Type: text/");
}

/* Behind the head; NULL: it is cut off. */
static const char *read_head(const char *at, const char *end, struct answer_head *h)
{
    *h = (struct answer_head){0};
    if (end - at < 13 || !memmem(at, (size_t)(end - at), "\r\n\r\n", 4))
        return NULL;
    law(begins(at, end, "HTTP/1.") && isdigit((unsigned char)at[7]) && at[8] == ' ' && at[12] == ' ');
    h->status = atoi(at + 9);
    law((h->status >= 100 && h->status < 500) || h->status == 501 || h->status == 503 || h->status == 505);
    for (at = (const char *)memmem(at, (size_t)(end - at), "\r\n", 2) + 2; *at != '\r';) {
        const char *stop = (const char *)memmem(at, (size_t)(end - at), "\r\n", 2);
        read_header(at, stop, h);
        at = stop + 2;
    }
    return at + 2;
}

/* Behind its chunks; NULL: they are cut off. */
static const char *read_chunks(const char *at, const char *end)
{
    for (;;) {
        const char *line = memmem(at, (size_t)(end - at), "\r\n", 2);
        if (!line)
            return NULL;
        law(isxdigit((unsigned char)*at));
        size_t len = strtoul(at, NULL, 16);
        at = line + 2;
        if ((size_t)(end - at) < len + 2)
            return NULL;
        law(at[len] == '\r' && at[len + 1] == '\n');
        at += len + 2;
        if (len == 0)
            return at;
    }
}

static void read_body(const struct answer_head *h, const char *at, size_t len)
{
    if (h->encoded || !len)
        return;
    if (h->json) {
        cJSON *json = cJSON_ParseWithLength(at, len);
        law(json);
        cJSON_Delete(json);
    }
    law(!(h->json || h->text) || is_utf8(at, len));
}

/* heads: a HEAD may have been asked, whose answer has no body whatever its head says. */
static void read_answers(bool cut, bool heads)
{
    const char *at = answers.data ? answers.data : "", *end = at + answers.len;
    struct answer_head h;

    while (at < end) {
        const char *behind = read_head(at, end, &h);
        law(behind || cut);
        if (!behind)
            return;
        size_t head = (size_t)(behind - at);
        if (h.status == 400 && (size_t)(end - behind) >= head && memcmp(behind, at, head) == 0)
            behind += head; /* libmicrohttpd 0.9.75, where a Content-Length is no number; the connection ends then */
        at = behind;
        if (h.status < 200 || h.status == 204 || h.status == 304)
            continue;
        if (heads && (at == end || begins(at, end, "HTTP/1.")))
            continue;
        if (h.chunked) {
            at = read_chunks(at, end);
            law(at || cut);
            if (!at)
                return;
        } else if (h.has_len) {
            law((size_t)(end - at) >= h.body_len || cut);
            if ((size_t)(end - at) < h.body_len)
                return;
            read_body(&h, at, h.body_len);
            at += h.body_len;
        } else {
            return; /* it ends with the connection */
        }
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned count;

    if (!http)
        start();
    if (!answers.max)
        answers = buffer_make(ANSWERS_MAX);
    bool cut = converse(data, size, last);
    read_answers(cut, size && memmem(data, size, "HEAD", 4));
    if (count++ % HONEST == 0) {
        cut = converse(honest, sizeof honest - 1, "");
        law(!cut && answers.len > 13 && strncmp(answers.data, "HTTP/1.1 200 ", 13) == 0);
        law(memmem(answers.data, answers.len, "\"total\":", 8));
        read_answers(false, false);
    }
    return 0;
}
