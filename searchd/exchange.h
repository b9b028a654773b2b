/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exchange.h - what http.c and http_reply.c share: one daemon, its connections, its requests. */
#ifndef HUSTINGS_EXCHANGE_H
#define HUSTINGS_EXCHANGE_H

#include "searchd/answer.h"
#include "searchd/clients.h"
#include "searchd/flow.h"
#include "searchd/watch.h"

struct MHD_Connection;
struct MHD_Daemon;

struct http {
    struct MHD_Daemon *daemon;
    struct queue *queue;
    struct queue *exports; /* one worker makes all streams, so that none of them costs searches theirs */
    const struct limits *limits;
    /* The I/O thread's. */
    struct clients *clients;
    unsigned exports_now, connections_now, connections_max;
    bool in_place;   /* heads, for head_begin */
    bool proxy_told; /* that one is not trusted: once */
    struct watch *watch;
    struct service *service;
    struct encoder *encoder; /* the I/O thread's */
    unsigned short port;
};

/* One connection: libmicrohttpd's socket context. */
struct line {
    struct watched *watched;
    struct ip peer;
};

/* One request on its way: made when its first line is read, freed when its answer is out. */
struct exchange {
    struct http *http;
    struct MHD_Connection *connection;
    struct watched *watched;
    const struct route *route;
    struct request request;
    struct answer answer;
    struct flow flow; /* of an answer that is a stream */
    struct ip client; /* who asks: the peer, or whom a trusted proxy names */
    char client_text[ADDRESS_TEXT_MAX];
    const char *uri; /* the target where libmicrohttpd has it, until the head was looked at */
    size_t uri_len;  /* as it was sent */
    unsigned wait; /* seconds; not 0: it asks too often */
    int fd;
    bool seen, answered, close, exporting, making; /* making: a piece of flow */
    char target[]; /* the path, NUL, the query */
};

int64_t exchange_now_ns(void); /* CLOCK_MONOTONIC */
/* On the I/O thread: gives the answer to the connection. False: no memory; the connection is to end. */
bool exchange_reply(struct exchange *x);

#endif
