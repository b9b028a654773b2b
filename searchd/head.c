/* SPDX-License-Identifier: GPL-2.0-or-later */
/* head.c - what a request's head must not be. */
#include "searchd/head.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

void head_gather(struct head *head, const char *name, size_t name_len, const char *value, size_t value_len)
{
    head->bytes += name_len + value_len + 4; /* ": " and the line's end */
    if (name_len == 0 || strcspn(name, " \t") < name_len || strlen(name) != name_len) {
        head->bad_name = true;
    } else if (strcasecmp(name, "Host") == 0) {
        head->hosts++;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        head->encodings++;
    } else if (strcasecmp(name, "Content-Length") == 0) {
        head->lengths++;
        if (!value || strspn(value, "0") != value_len || value_len == 0)
            head->has_body = true;
    }
}

bool head_refuse(const struct head *head, const struct request *request, const char *version, struct problem *out)
{
    struct problem p = {.status = 400, .code = "bad_request", .title = "The request is malformed"};
    const char *why = NULL;
    if (head->bad_name)
        why = "A header's name holds white space.";
    else if (head->lengths && head->encodings)
        why = "Content-Length and Transfer-Encoding stand together.";
    else if (head->lengths > 1)
        why = "There is more than one Content-Length.";
    else if (head->hosts > 1)
        why = "There is more than one Host.";
    else if (head->hosts == 0 && strcmp(version, "HTTP/1.0") != 0)
        why = "There is no Host.";
    else if (request->path[0] != '/' && strcmp(request->path, "*") != 0)
        why = "The target must be a path.";
    if (!why && (head->encodings || head->has_body)) {
        p = (struct problem){.status = 413, .code = "body_not_allowed", .title = "No request here takes a body"};
        why = "Everything is asked by the URL.";
    } else if (!why && strlen(request->path) + request->query_len > HEAD_TARGET_MAX) {
        p = (struct problem){.status = 414, .code = "uri_too_long", .title = "The URL is too long"};
        why = "A path and query may be 16,384 bytes.";
    } else if (!why && head->bytes > HEAD_HEADERS_MAX) {
        p = (struct problem){.status = 431, .code = "headers_too_large", .title = "The headers are too large"};
        why = "All headers together may be 24,576 bytes.";
    }
    if (!why)
        return false;
    snprintf(p.detail, sizeof p.detail, "%s", why);
    *out = p;
    return true;
}
