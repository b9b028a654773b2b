/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cached.h - one finished answer, held by the cache and by the replies that are sending it.
 *
 * It never changes but for gaining forms: the body plain from the start, compressed when first asked for. */
#ifndef HUSTINGS_CACHED_H
#define HUSTINGS_CACHED_H

#include <stdatomic.h>

#include "searchd/encode.h"

struct cached_form {
    size_t len; /* 0: in this encoding it is no smaller; the plain body serves */
    char data[];
};

struct cached {
    atomic_uint holders;
    int status;
    const char *key, *body; /* these and the headers lie in the same block of memory */
    size_t key_len, body_len;
    struct response_header *headers;
    size_t header_count;
    _Atomic(struct cached_form *) forms[ENCODING_COUNT];
    /* The cache's, under its mutex. */
    struct cached *newer, *older, *chain;
    uint64_t hash;
    size_t bytes;
    bool asked_again, linked;
};

/* A copy of response, which has been finished but for compression, with one holder. NULL: out of memory. */
struct cached *cached_new(const char *key, size_t key_len, const struct response *response);
struct cached *cached_hold(struct cached *c);
void cached_release(struct cached *c); /* accepts NULL; the last holder frees */
/* NULL: not made yet (of ENCODING_PLAIN too, which body is). */
const struct cached_form *cached_form(const struct cached *c, enum encoding encoding);
const char *cached_header(const struct cached *c, const char *name); /* NULL: absent */

#endif
