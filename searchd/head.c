/* SPDX-License-Identifier: GPL-2.0-or-later */
/* head.c - what a request's head must not be. */
#include "searchd/head.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
static const char token[] = LETTERS DIGITS "!#$%&'*+-.^_`|~";         /* RFC 9110, 5.6.2 */
static const char host[] = LETTERS DIGITS "-._~%!$&'()*+,;=:[]"; /* RFC 3986, 3.2.2, and a port */

enum { LINE_END = 2 /* CR LF */ };

/* Numbers, since what was joined lies elsewhere. */
static bool follows(const char *next, const char *end, size_t gap)
{
    return (uintptr_t)next == (uintptr_t)end + gap;
}

void head_begin(struct head *head, const char *method, const char *target, size_t target_len, const char *version)
{
    head->start = method;
    head->end = version + strlen(version);
    head->torn = !follows(target, method + strlen(method), 1) || !follows(version, target + target_len, 1);
}

void head_end(struct head *head, size_t size)
{
    if (!follows(head->end, head->start, size - (size_t)2 * LINE_END))
        head->torn = true;
}

/* No control characters but the tab. */
static bool is_text(const char *value, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (((unsigned char)value[i] < ' ' && value[i] != '\t') || value[i] == 0x7f)
            return false;
    return true;
}

static bool is_target(const char *text, size_t len)
{
    return is_text(text, len) && !memchr(text, ' ', len) && !memchr(text, '\t', len);
}

void head_gather(struct head *head, const char *name, size_t name_len, const char *value, size_t value_len)
{
    head->bytes += name_len + value_len + 2 + LINE_END; /* ": " */
    if (head->end) {
        if (!value || !follows(name, head->end, LINE_END))
            head->torn = true;
        else
            head->end = value + value_len;
    }
    if (value && !is_text(value, value_len))
        head->bad_value = true;
    if (name_len == 0 || strspn(name, token) != name_len) {
        head->bad_name = true;
    } else if (strcasecmp(name, "Host") == 0) {
        head->hosts++;
        if (value && strspn(value, host) != value_len)
            head->bad_host = true;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        head->encodings++;
    } else if (strcasecmp(name, "Content-Length") == 0) {
        head->lengths++;
        if (!value || strspn(value, "0") != value_len || value_len == 0)
            head->has_body = true;
    }
}

bool head_refuse(const struct head *head, const struct head_limits *limits, const struct request *request,
                 const char *version, struct problem *out)
{
    struct problem p = {.status = 400, .code = "bad_request", .title = "The request is malformed"};
    const char *why = NULL;
    unsigned most = 0;
    if (head->torn)
        why = "A line does not end in CR LF, is folded, or the request line is not three parts with a blank between.";
    else if (strspn(request->method, token) != strlen(request->method))
        why = "The method is none.";
    else if (head->bad_name)
        why = "A header's name holds what no name does.";
    else if (head->bad_value)
        why = "A header's value holds a control character.";
    else if (head->lengths && head->encodings)
        why = "Content-Length and Transfer-Encoding stand together.";
    else if (head->lengths > 1)
        why = "There is more than one Content-Length.";
    else if (head->hosts > 1)
        why = "There is more than one Host.";
    else if (head->hosts == 0 && strcmp(version, "HTTP/1.0") != 0)
        why = "There is no Host.";
    else if (head->bad_host)
        why = "Host must be a name or address, and maybe a port.";
    else if (!is_target(request->path, strlen(request->path)) || !is_target(request->query, request->query_len))
        why = "The target holds a blank or a control character.";
    else if (request->path[0] != '/' && strcmp(request->path, "*") != 0)
        why = "The target must be a path.";
    if (!why && (head->encodings || head->has_body)) {
        p = (struct problem){.status = 413, .code = "body_not_allowed", .title = "No request here takes a body"};
        why = "Everything is asked by the URL.";
    } else if (!why && strlen(request->path) + request->query_len > limits->target) {
        p = (struct problem){.status = 414, .code = "uri_too_long", .title = "The URL is too long"};
        why = "A path and query";
        most = limits->target;
    } else if (!why && head->bytes > limits->headers) {
        p = (struct problem){.status = 431, .code = "headers_too_large", .title = "The headers are too large"};
        why = "All headers together";
        most = limits->headers;
    }
    if (!why)
        return false;
    if (most)
        snprintf(p.detail, sizeof p.detail, "%s may be %u bytes.", why, most);
    else
        snprintf(p.detail, sizeof p.detail, "%s", why);
    *out = p;
    return true;
}
