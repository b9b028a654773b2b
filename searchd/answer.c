/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer.c - one request to what is sent for it. */
#include "searchd/answer.h"

#include <stdio.h>
#include <string.h>

#include "archive/memory.h"
#include "searchd/probe.h"
#include "searchd/worker.h"

struct answer answer_make(void)
{
    return (struct answer){.response = response_make()};
}

void answer_free(struct answer *a)
{
    response_free(&a->response);
    cached_release(a->kept);
    a->kept = NULL;
}

static struct cache *cache_for(const struct request *request, const struct route *route)
{
    return route && route->kept && request->target ? request->service->cache : NULL;
}

bool answer_again(struct answer *a, const struct request *request, const struct route *route, bool *encode)
{
    *encode = false;
    if (probe_proved(request->service->probe, NULL) < 0) /* it may have been wrong when it was kept */
        return false;
    cache_renew(request->service->cache, probe_mends(request->service->probe));
    a->kept = cache_find(cache_for(request, route), request->target, request->target_len);
    if (!a->kept)
        return false;
    a->known = encode_client_has(request, cached_header(a->kept, "ETag"));
    a->encoding = a->known || a->kept->body_len < ENCODE_BYTES_MIN ? ENCODING_PLAIN
                                                                     : encode_choice(request->accept_encoding);
    *encode = a->encoding != ENCODING_PLAIN && !cached_form(a->kept, a->encoding);
    return true;
}

static void add_form(struct answer *a, const struct request *request, struct encoder *encoder)
{
    struct buffer packed = buffer_make(RESPONSE_BODY_MAX);
    bool smaller = encode_body(encoder, a->encoding, a->kept->body, a->kept->body_len, &packed);
    cache_add_form(request->service->cache, a->kept, a->encoding, smaller ? packed.data : NULL, packed.len);
    buffer_free(&packed);
}

/* Fit for all who ask the same. A whole answer has an ETag: problems and what the deadline cut short have none. */
static bool is_for_all(const struct response *r)
{
    return !response_failed(r) && !r->unshared && r->status == 200 && r->body.len > 0 && response_get_header(r, "ETag");
}

/* What is to be said where nothing more can be allocated. */
static void say_starved(struct answer *a, const struct request *request)
{
    snprintf(a->starved, sizeof a->starved,
             "{\"type\":\"/problems/out-of-memory\",\"title\":\"The daemon is short of memory\",\"status\":503,"
             "\"code\":\"out_of_memory\",\"request_id\":\"%s\"}",
             request->id);
}

static void sending_starved(const struct answer *a, struct sending *out)
{
    static char type[] = "application/problem+json", seconds[] = "1", caching[] = "no-store";
    static const struct response_header headers[] = {
        {"Content-Type", type}, {"Retry-After", seconds}, {"Cache-Control", caching}};
    *out = (struct sending){.status = 503,
                            .headers = headers,
                            .header_count = sizeof headers / sizeof headers[0],
                            .body = a->starved,
                            .len = strlen(a->starved),
                            .lasts = true};
}

void answer_work(struct answer *a, struct request *request, const struct route *route, void *worker,
                 struct encoder *encoder)
{
    if (a->kept) {
        add_form(a, request, encoder);
        return;
    }
    struct response *r = &a->response;
    struct cache *cache = cache_for(request, route);
    struct edition edition;
    memory_forget();
    bool begun = cache_begin(cache, &edition);
    if (route)
        route->handler(request, r, worker);
    if (memory_ended()) { /* whatever it says may be a part, and so may what the worker keeps */
        r->failed = true;
        worker_forget(worker);
    }
    encode_revalidate(request, r);
    struct cached *copy = begun && is_for_all(r) ? cached_new(request->target, request->target_len, r) : NULL;
    bool kept = copy && cache_keep(cache, &edition, copy);
    enum encoding encoding = encode_compress(encoder, request, r);
    if (kept && encoding != ENCODING_PLAIN)
        cache_add_form(cache, copy, encoding, r->body.data, r->body.len);
    cached_release(copy);
    if (response_failed(r))
        say_starved(a, request);
}

static void sending_kept(const struct answer *a, struct sending *out)
{
    const struct cached *k = a->kept;
    const struct cached_form *form = a->encoding != ENCODING_PLAIN ? cached_form(k, a->encoding) : NULL;
    bool compressed = form && form->len;
    *out = (struct sending){.status = a->known ? 304 : k->status,
                            .headers = k->headers,
                            .header_count = k->header_count,
                            .encoding = compressed ? encoding_name(a->encoding) : NULL,
                            .body = compressed ? form->data : k->body,
                            .len = a->known ? 0 : compressed ? form->len : k->body_len};
}

void answer_sending(const struct answer *a, struct sending *out)
{
    const struct response *r = &a->response;
    if (a->kept)
        sending_kept(a, out);
    else if (response_failed(r))
        sending_starved(a, out);
    else
        *out = (struct sending){.status = r->status,
                                .headers = r->headers,
                                .header_count = r->header_count,
                                .body = r->body.data,
                                .len = r->body.len};
}
