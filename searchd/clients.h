/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clients.h - what each address has of the daemon just now: connections, exports, and requests of late.
 *
 * A table of fixed size. An address that has neither connection nor export is forgotten when its place is needed, that
 * which has asked least of late first: a stranger with very many addresses wins no more than the burst of each. For one
 * thread: libmicrohttpd's. */
#ifndef HUSTINGS_CLIENTS_H
#define HUSTINGS_CLIENTS_H

#include <stdint.h>

#include "searchd/limits.h"

enum { CLIENTS_MAX = 65536 }; /* addresses; 2 MB */

struct clients;

/* limits must outlive it. NULL: out of memory. */
struct clients *clients_new(const struct limits *limits);
void clients_free(struct clients *c); /* accepts NULL */

/* A connection, before it is taken: whether its address may have one more. */
bool clients_may_connect(struct clients *c, const struct ip *peer);
void clients_connected(struct clients *c, const struct ip *peer);
void clients_left(struct clients *c, const struct ip *peer); /* once for each clients_connected */

/* A request at that time (CLOCK_MONOTONIC). 0: it may be answered; else in how many seconds the next may be. */
unsigned clients_ask(struct clients *c, const struct ip *client, int64_t now_ns);

/* Stands for it among all: 0 for those that are not counted by address. */
uint64_t clients_owner(const struct clients *c, const struct ip *client);

/* False: that address has as many exports as it may. True: one more, until clients_export_ended. */
bool clients_export(struct clients *c, const struct ip *client);
void clients_export_ended(struct clients *c, const struct ip *client);

#endif
