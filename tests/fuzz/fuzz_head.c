/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_head.c - what the daemon reads of a request's head by itself, and of its own options: each of any bytes is read
 * or refused, and what was read says the same when it is written.
 *
 * The input's lines: the target, the version, then headers. */
#include "archive/scoped.h"
#include "searchd/encode.h"
#include "searchd/export_keys.h"
#include "searchd/head.h"
#include "searchd/network.h"
#include "searchd/public_url.h"
#include "searchd/service.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LINES_MAX = 64 };

struct line {
    char *at; /* with a NUL behind it, and maybe more of them in it */
    size_t len;
};

static size_t cut_lines(char *text, size_t size, struct line out[LINES_MAX])
{
    size_t count = 0;

    for (char *end = text + size; count < LINES_MAX;) {
        char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t len = (size_t)((stop ? stop : end) - text);
        text[len] = '\0';
        out[count++] = (struct line){text, len};
        if (!stop)
            break;
        text = stop + 1;
    }
    return count;
}

/* ---- addresses ------------------------------------------------------- */

static void try_address(const struct line *l)
{
    struct ip ip, again;
    char text[ADDRESS_TEXT_MAX];

    if (!ip_read(l->at, l->len, &ip))
        return;
    ip_print(&ip, text);
    law(ip_read(text, strlen(text), &again) && memcmp(&ip, &again, sizeof ip) == 0);
    struct ip house = ip_household(&ip), house_again = ip_household(&house);
    law(memcmp(&house, &house_again, sizeof house) == 0);
}

static void try_network(const struct line *l)
{
    struct network n;
    struct error err = {0};

    if (network_read(l->at, &n, &err) < 0) {
        law(err.fault == FAULT_INVALID && *err.text);
        return;
    }
    law(n.bits <= 128 && network_has(&n, &n.ip));
    for (unsigned bit = 0; bit < 128; bit++) { /* of its own address turned at one bit it has just those behind */
        struct ip other = n.ip;
        other.bytes[bit / 8] ^= (unsigned char)(0x80 >> bit % 8);
        law(network_has(&n, &other) == (bit >= n.bits));
    }
}

/* Whatever a trusted peer sends, the client is the peer or an address that stands there. */
static void try_forwarded(const struct line *lines, size_t count)
{
    struct network trusted[2];
    struct forwarded f = {.trusted = trusted, .trusted_count = 2};

    law(network_read("10.0.0.0/8", &trusted[0], NULL) == 0 && network_read("::1", &trusted[1], NULL) == 0);
    law(ip_read("::1", 3, &f.peer));
    f.client = f.peer;
    for (size_t i = 0; i < count; i++)
        forwarded_add(&f, lines[i].at, lines[i].len);
    bool stands = memcmp(&f.client, &f.peer, sizeof f.peer) == 0;
    for (size_t i = 0; i < count && !stands; i++) {
        for (size_t from = 0; from <= lines[i].len && !stands; from++) {
            if (from && !memchr(", \t", lines[i].at[from - 1], 3))
                continue;
            struct ip ip;
            size_t len = 0;
            while (from + len < lines[i].len && !memchr(", \t", lines[i].at[from + len], 3))
                len++;
            stands = ip_read(lines[i].at + from, len, &ip) && memcmp(&ip, &f.client, sizeof ip) == 0;
        }
    }
    law(stands);
}

/* ---- headers --------------------------------------------------------- */

static void try_values(const struct line *l)
{
    static const char etag[] = "W/\"9f1e52ac-1842\"";
    struct service service = {0};
    struct request request = {.if_none_match = l->at, .host = l->at, .accept_encoding = l->at, .service = &service};
    struct response response = response_make();
    char url[PUBLIC_URL_MAX], again[PUBLIC_URL_MAX];

    law(encode_choice(l->at) < ENCODING_COUNT);
    if (encode_client_has(&request, etag))
        law(strchr(l->at, '*') || strstr(l->at, "\"9f1e52ac-1842\""));
    request_set_id(&request, l->at);
    law(*request.id && strlen(request.id) <= REQUEST_ID_MAX && !strpbrk(request.id, " \t\r\n\"<>&\x7f"));
    public_url_of(&request, &response, url);
    law(!*url || (strncmp(url, "http://", 7) == 0 && !strpbrk(url + 7, " \t\r\n\"<>&'/\\")));
    if (public_url_read(l->at, url)) {
        law(strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0);
        law(url[strlen(url) - 1] != '/' && !strpbrk(url, " \t\r\n\"<>&'\\"));
        law(public_url_read(url, again) && strcmp(url, again) == 0);
    }
    response_free(&response);
}

static void try_head(struct line *lines, size_t count)
{
    struct head head = {0};
    struct request request = {.method = "GET"};
    struct problem why = {0};
    bool bad = false;
    unsigned lengths = 0, codings = 0, hosts = 0;

    request_set_target(&request, lines[0].at, strlen(lines[0].at));
    law(request.path == lines[0].at && !strchr(request.path, '?') && request.query_len == strlen(request.query));
    for (size_t i = 2; i < count; i++) {
        char *colon = memchr(lines[i].at, ':', lines[i].len), *value = colon ? colon + 1 : NULL;
        size_t len = colon ? (size_t)(colon - lines[i].at) : lines[i].len;
        if (colon)
            *colon = '\0';
        head_gather(&head, lines[i].at, len, value, value ? lines[i].len - len - 1 : 0);
        bad = bad || !len || memchr(lines[i].at, ' ', len) || memchr(lines[i].at, '\0', len);
        lengths += strcasecmp(lines[i].at, "content-length") == 0;
        codings += strcasecmp(lines[i].at, "transfer-encoding") == 0;
        hosts += strcasecmp(lines[i].at, "host") == 0;
    }
    const struct head_limits limits = {.target = HEAD_TARGET_MAX, .headers = HEAD_HEADERS_MAX};
    bool refused = head_refuse(&head, &limits, &request, count > 1 ? lines[1].at : "HTTP/1.1", &why);
    law(!refused || (why.status >= 400 && why.status < 500 && *why.detail && why.code && why.title));
    law(refused || (!bad && lengths < 2 && !codings && hosts < 2));
    law(refused || *request.path == '/' || strcmp(request.path, "*") == 0);
}

/* ---- files ----------------------------------------------------------- */

/* The bytes as a file of keys: each key it has lets in, and nothing shorter or longer. */
static void try_keys(const uint8_t *data, size_t size, struct line *lines, size_t count)
{
    struct export_keys *keys = NULL;
    struct error err = {0};
    char path[40], header[EXPORT_KEY_MAX + 16];
    scoped(fd) int fd = memfd_create("keys", MFD_CLOEXEC);

    law(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (export_keys_read(path, &keys, &err) < 0) {
        law(err.fault == FAULT_INVALID && *err.text);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        char *text = lines[i].at;
        for (size_t len = strlen(text); len && strchr("\r\t ", text[len - 1]); len--)
            text[len - 1] = '\0';
        if (!*text || *text == '#' || strlen(text) != lines[i].len)
            continue;
        snprintf(header, sizeof header, "Bearer %s", text);
        law(export_keys_have(keys, header));
        law(!export_keys_have(keys, text) && !export_keys_have(keys, NULL));
    }
    law(!export_keys_have(keys, "Bearer ") && !export_keys_have(keys, "Bearer 0123456789abcde"));
    export_keys_free(keys);
}

static void cut_again(char *text, const uint8_t *data, size_t size, struct line lines[LINES_MAX], size_t *count)
{
    if (size)
        memcpy(text, data, size);
    *count = cut_lines(text, size, lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped(char_ptr) char *text = malloc(size + 1);
    struct line lines[LINES_MAX];
    size_t count;

    law(text);
    cut_again(text, data, size, lines, &count);
    for (size_t i = 0; i < count; i++) {
        try_address(&lines[i]);
        try_network(&lines[i]);
        try_values(&lines[i]);
    }
    try_forwarded(lines, count);
    try_keys(data, size, lines, count);
    cut_again(text, data, size, lines, &count);
    try_head(lines, count);
    return 0;
}
