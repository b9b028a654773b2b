/* SPDX-License-Identifier: GPL-2.0-or-later */
/* network.h - addresses of clients as values, and the networks that they are of. */
#ifndef HUSTINGS_NETWORK_H
#define HUSTINGS_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "searchd/address.h"

struct ip {
    unsigned char bytes[16]; /* IPv4 as ::ffff:a.b.c.d, so that both ways of writing one are equal */
};

/* False: it is neither IPv4 nor IPv6, or NULL; out is all zero then. */
bool ip_of(const struct sockaddr *address, struct ip *out);
/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1" or "[2001:db8::1]:80". */
bool ip_read(const char *text, size_t len, struct ip *out);
void ip_print(const struct ip *ip, char out[ADDRESS_TEXT_MAX]);
bool ip_is_loopback(const struct ip *ip);
/* Who is counted as one: an IPv4 address; of IPv6 its /64, all of which one client may have. */
struct ip ip_household(const struct ip *ip);

struct network {
    struct ip ip;
    unsigned bits; /* of the 128 */
};

/* "192.0.2.0/24", "2001:db8::/32", or one address. FAULT_INVALID. */
int network_read(const char *text, struct network *out, struct error *err);
bool network_has(const struct network *network, const struct ip *ip);

/* Follows X-Forwarded-For from a trusted peer: client is the peer to begin with, and after each of the header's
 * values, in their order, the last address that is not trusted (all are: the first). Where what stands there is no
 * address, it is the peer. */
struct forwarded {
    const struct network *trusted;
    size_t trusted_count;
    struct ip peer, client;
    bool named; /* client is of the header */
};
void forwarded_add(struct forwarded *f, const char *value, size_t len);
bool networks_have(const struct network *networks, size_t count, const struct ip *ip);

#endif
