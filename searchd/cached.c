/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cached.c - one finished answer, held by the cache and by the replies that are sending it. */
#include "searchd/cached.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char *put(char **at, const char *bytes, size_t len)
{
    char *copy = *at;
    if (len)
        memcpy(copy, bytes, len);
    *at += len;
    return copy;
}

struct cached *cached_new(const char *key, size_t key_len, const struct response *response)
{
    size_t size = sizeof(struct cached) + response->header_count * sizeof(struct response_header);
    size_t headers_at = sizeof(struct cached);
    for (size_t i = 0; i < response->header_count; i++)
        size += strlen(response->headers[i].value) + 1;
    struct cached *c = calloc(1, size + key_len + response->body.len);
    if (!c)
        return NULL;
    char *at = (char *)c + headers_at + response->header_count * sizeof(struct response_header);
    c->headers = (void *)((char *)c + headers_at);
    c->header_count = response->header_count;
    for (size_t i = 0; i < c->header_count; i++) {
        const struct response_header *h = &response->headers[i];
        c->headers[i] = (struct response_header){.name = h->name, .value = put(&at, h->value, strlen(h->value) + 1)};
    }
    c->key = put(&at, key, key_len);
    c->key_len = key_len;
    c->body = put(&at, response->body.data, response->body.len);
    c->body_len = response->body.len;
    c->status = response->status;
    c->bytes = malloc_usable_size(c);
    atomic_init(&c->holders, 1);
    return c;
}

struct cached *cached_hold(struct cached *c)
{
    atomic_fetch_add_explicit(&c->holders, 1, memory_order_relaxed);
    return c;
}

void cached_release(struct cached *c)
{
    if (!c || atomic_fetch_sub_explicit(&c->holders, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < ENCODING_COUNT; i++)
        free(atomic_load_explicit(&c->forms[i], memory_order_relaxed));
    free(c);
}

const struct cached_form *cached_form(const struct cached *c, enum encoding encoding)
{
    return atomic_load_explicit(&c->forms[encoding], memory_order_acquire);
}

const char *cached_header(const struct cached *c, const char *name)
{
    for (size_t i = 0; i < c->header_count; i++)
        if (strcasecmp(c->headers[i].name, name) == 0)
            return c->headers[i].value;
    return NULL;
}
