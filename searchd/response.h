/* SPDX-License-Identifier: GPL-2.0-or-later */
/* response.h - what a handler fills: status, headers, body; problems as RFC 9457 has them.
 *
 * A response is made by response_make and freed by response_free. The setters
 * never fail visibly: where one runs out of memory (response_failed tells), the answer
 * is a 503 that needs none. */
#ifndef HUSTINGS_RESPONSE_H
#define HUSTINGS_RESPONSE_H

#include <cjson/cJSON.h>

#include "archive/buffer.h"
#include "searchd/request.h"
#include "searchd/stream.h"

enum {
    RESPONSE_BODY_MAX = 64 << 20, /* a page of 100 whole articles is under 10 MB; exports are streams */
    RESPONSE_HEADERS_MAX = 16,    /* our own, not the client's */
    PROBLEM_VALUE_MAX = 1000,     /* bytes of the asker's own value told back */
    PROBLEM_DETAIL_MAX = 512
};

struct response_header {
    const char *name; /* static text */
    char *value;
};

struct response {
    int status;
    struct buffer body;
    struct response_header headers[RESPONSE_HEADERS_MAX];
    size_t header_count;
    struct stream *stream; /* then it is the body, whose size nobody knows; NULL: there is none */
    bool failed;
    bool too_large; /* failed, but not for want of memory: its JSON is over RESPONSE_BODY_MAX */
    bool unshared; /* it holds what is this request's alone: others are not given it from the cache */
};

struct problem {
    int status;
    const char *code;  /* date_invalid: also the type, /problems/date-invalid */
    const char *title; /* static text */
    const char *param; /* NULL: none to name */
    const char *value; /* borrowed, any bytes; NULL: none */
    size_t value_len;
    char detail[PROBLEM_DETAIL_MAX]; /* "" leaves it out */
    const char *hint;                /* NULL leaves it out */
};

struct response response_make(void); /* 200, empty */
void response_free(struct response *r); /* accepts NULL; r is empty after */
bool response_failed(const struct response *r);
/* Replaces a header of the same name. name must outlive r; value is copied. A
 * value with control characters is refused (fails r): it could forge a header. */
void response_header(struct response *r, const char *name, const char *value);
const char *response_get_header(const struct response *r, const char *name); /* NULL: absent */
/* The body is json printed without white space; json stays the caller's. NULL json: out of memory, fails r. */
void response_json(struct response *r, int status, const cJSON *json);
/* A weak validator: the same answer may go out gzipped or plain. text has no quotes. */
void response_etag(struct response *r, const char *text);
/* Likewise, of what this version answers to this target from this snapshot. */
void response_etag_of(struct response *r, const struct request *request, const char *snapshot);
/* The body is what stream makes; takes it. */
void response_stream(struct response *r, struct stream *stream, const char *content_type);
/* body (left empty) as it is. */
void response_body(struct response *r, struct buffer *body, const char *content_type);
/* The deadline cut it short: counted, and without its ETag and for no cache, since it is not the whole answer. */
void response_partial(struct response *r, const struct request *request);
/* Forgets what was in r; the answer is the problem. */
void response_problem(struct response *r, const struct request *request, const struct problem *p);
/* 503: more searches wait than can be answered in time. */
void response_busy(struct response *r, const struct request *request);

#endif
