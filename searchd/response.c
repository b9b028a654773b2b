/* SPDX-License-Identifier: GPL-2.0-or-later */
/* response.c - answers as values, and problems in JSON. */
#include "searchd/response.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xxhash.h>

#include "archive/json_put.h"
#include "archive/text.h"

enum {
    ETAG_MAX = 128,               /* W/"snapshot-hash" is under 80 */
    JSON_BYTES_TYPICAL = 16 << 10 /* a page of ten is 8 KB; what is larger grows */
};

struct response response_make(void)
{
    return (struct response){.status = 200, .body = buffer_make(RESPONSE_BODY_MAX)};
}

void response_free(struct response *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->header_count; i++)
        free(r->headers[i].value);
    buffer_free(&r->body);
    if (r->stream)
        r->stream->free(r->stream);
    *r = response_make();
}

bool response_failed(const struct response *r)
{
    return r->failed || r->body.failed;
}

static bool value_is_safe(const char *value)
{
    for (; *value; value++)
        if ((unsigned char)*value < ' ' || *value == 0x7f)
            return false;
    return true;
}

void response_header(struct response *r, const char *name, const char *value)
{
    char *copy = value_is_safe(value) ? strdup(value) : NULL;
    if (!copy) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < r->header_count; i++) {
        if (strcasecmp(r->headers[i].name, name) == 0) {
            free(r->headers[i].value);
            r->headers[i].value = copy;
            return;
        }
    }
    if (r->header_count == RESPONSE_HEADERS_MAX) {
        free(copy);
        r->failed = true;
        return;
    }
    r->headers[r->header_count++] = (struct response_header){.name = name, .value = copy};
}

const char *response_get_header(const struct response *r, const char *name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return NULL;
}

static void set_json(struct response *r, int status, const cJSON *json, const char *content_type)
{
    scoped(char_ptr) char *text = json ? cJSON_PrintBuffered(json, JSON_BYTES_TYPICAL, false) : NULL;
    if (!text) {
        r->failed = true;
        return;
    }
    size_t len = strlen(text);
    r->too_large = len > RESPONSE_BODY_MAX;
    r->status = status;
    buffer_clear(&r->body);
    buffer_append(&r->body, text, len);
    response_header(r, "Content-Type", content_type);
}

void response_json(struct response *r, int status, const cJSON *json)
{
    set_json(r, status, json, "application/json");
}

void response_etag(struct response *r, const char *text)
{
    char quoted[ETAG_MAX];
    int n = snprintf(quoted, sizeof quoted, "W/\"%s\"", text);
    if (n < 0 || (size_t)n >= sizeof quoted) {
        r->failed = true;
        return;
    }
    response_header(r, "ETag", quoted);
}

void response_etag_of(struct response *r, const struct request *request, const char *snapshot)
{
    char text[ETAG_MAX];
    uint64_t seed = XXH3_64bits(HUSTINGS_VERSION, sizeof HUSTINGS_VERSION);
    seed = XXH3_64bits_withSeed(request->path, strlen(request->path), seed);
    snprintf(text, sizeof text, "%s-%016" PRIx64, snapshot,
             XXH3_64bits_withSeed(request->query, request->query_len, seed));
    response_etag(r, text);
}

void response_stream(struct response *r, struct stream *stream, const char *content_type)
{
    r->stream = stream;
    response_header(r, "Content-Type", content_type);
}

void response_body(struct response *r, struct buffer *body, const char *content_type)
{
    buffer_free(&r->body);
    r->body = *body;
    *body = buffer_make(body->max);
    response_header(r, "Content-Type", content_type);
}

void response_partial(struct response *r, const struct request *request)
{
    metrics_add(&request->service->metrics.partial, 1);
    for (size_t i = 0; i < r->header_count; i++) {
        if (strcasecmp(r->headers[i].name, "ETag") == 0) {
            free(r->headers[i].value);
            r->headers[i] = r->headers[--r->header_count];
            break;
        }
    }
    response_header(r, "Cache-Control", "no-store");
}

/* A value may hold any bytes; cJSON would pass bad UTF-8 on, and cut at a NUL. */
static bool add_clean(cJSON *object, const char *key, const char *value, size_t len)
{
    bool cut = len > PROBLEM_VALUE_MAX;
    if (cut) {
        len = PROBLEM_VALUE_MAX;
        while (len > 0 && ((unsigned char)value[len] & 0xc0) == 0x80)
            len--;
    }
    struct buffer clean = buffer_make(4 * (size_t)PROBLEM_VALUE_MAX); /* U+FFFD is 3 bytes for a bad one */
    bool ok = buffer_puts(&clean, "") && text_clean(value, len, &clean) && (!cut || buffer_puts(&clean, "…")) &&
              cJSON_AddStringToObject(object, key, clean.data);
    buffer_free(&clean);
    return ok;
}

void response_problem(struct response *r, const struct request *request, const struct problem *p)
{
    response_free(r);
    char type[80];
    snprintf(type, sizeof type, "/problems/%s", p->code);
    for (char *c = type; *c; c++)
        if (*c == '_')
            *c = '-';
    scoped(json) cJSON *o = cJSON_CreateObject();
    bool ok = o && cJSON_AddStringToObject(o, "type", type) && cJSON_AddStringToObject(o, "title", p->title) &&
              cJSON_AddNumberToObject(o, "status", p->status) && cJSON_AddStringToObject(o, "code", p->code) &&
              (!p->param || add_clean(o, "param", p->param, strlen(p->param))) &&
              (!p->value || add_clean(o, "value", p->value, p->value_len)) &&
              (!p->detail[0] || add_clean(o, "detail", p->detail, strlen(p->detail))) &&
              (!p->hint || cJSON_AddStringToObject(o, "hint", p->hint)) &&
              cJSON_AddStringToObject(o, "request_id", request->id);
    set_json(r, p->status, ok ? o : NULL, "application/problem+json");
    response_header(r, "Cache-Control", "no-store");
    if (p->status == 503)
        response_header(r, "Retry-After", "1"); /* who knows better says so after this */
}

void response_busy(struct response *r, const struct request *request)
{
    const struct problem p = {.status = 503, .code = "busy", .title = "Too many searches are waiting",
                              .hint = "Ask again after the seconds of Retry-After."};
    response_problem(r, request, &p);
}
