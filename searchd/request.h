/* SPDX-License-Identifier: GPL-2.0-or-later */
/* request.h - what a handler may read of a request; no socket behind it, so tests make their own.
 *
 * All text is borrowed and lives as long as the request. path, rest and query
 * are as the client wrote them, percent-encoding and all: a handler splits
 * first and decodes (url.h) then, so that %2F in an id stays part of it. */
#ifndef HUSTINGS_REQUEST_H
#define HUSTINGS_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "searchd/service.h"

enum { REQUEST_ID_MAX = 64 }; /* bytes of an X-Request-Id taken from the client */

struct request {
    const char *method;
    const char *path;
    const char *rest;  /* behind a route's trailing '/', or what stands for its '*'; "" for other routes */
    size_t rest_len;
    const char *query; /* behind '?', may be "" */
    size_t query_len;
    uint64_t takes; /* the route's parameters: bits of parameters.h */
    const char *target; /* path and query in one, a NUL between; NULL: the answer is not kept */
    size_t target_len;
    const char *accept_encoding; /* headers: NULL when absent */
    const char *if_none_match;
    const char *host; /* as sent: any text */
    const char *client; /* the peer's address as text */
    char id[REQUEST_ID_MAX + 1];
    int64_t started_ns; /* CLOCK_MONOTONIC, when the whole head was there */
    struct service *service;
};

/* target (target_len bytes and a NUL, without others) becomes path and query, cut at its '?'. */
void request_set_target(struct request *r, char *target, size_t target_len);
/* The client's X-Request-Id if it is one that a log and a header can bear, else (or NULL) a random one. */
void request_set_id(struct request *r, const char *given);

#endif
