/* SPDX-License-Identifier: GPL-2.0-or-later */
/* address.h - addresses of sockets as text. */
#ifndef HUSTINGS_ADDRESS_H
#define HUSTINGS_ADDRESS_H

#include <netinet/in.h>
#include <sys/socket.h>

#include "archive/error.h"

enum { ADDRESS_TEXT_MAX = INET6_ADDRSTRLEN };

/* text: a numeric IPv4 or IPv6 address. FAULT_INVALID. */
int address_read(const char *text, unsigned short port, struct sockaddr_storage *out, struct error *err);

#endif
