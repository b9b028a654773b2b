/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http.h - HTTP over sockets; http.c and http_reply.c alone know libmicrohttpd. */
#ifndef HUSTINGS_HTTP_H
#define HUSTINGS_HTTP_H

#include "searchd/limits.h"
#include "searchd/queue.h"
#include "searchd/service.h"

enum {
    HTTP_DRAIN_SECONDS = 10 /* for replies to be read when stopping */
};

struct http_options {
    const char *address; /* numeric IPv4 or IPv6 */
    unsigned short port; /* 0: any free one */
    size_t workers;
    const struct limits *limits;
};

struct http;
/* service and limits must outlive what is started. */
int http_start(const struct http_options *options, struct service *service, struct http **out, struct error *err);
unsigned short http_port(const struct http *http);
/* Takes no more connections, answers what was taken, closes. Accepts NULL. */
void http_stop(struct http *http);

#endif
