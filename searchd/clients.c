/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clients.c - a table of addresses in sets of eight, in which hashes under a secret seed choose. */
#include "searchd/clients.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <xxhash.h>

enum { WAYS = 8, SETS = CLIENTS_MAX / WAYS };
static const int64_t SECOND_NS = 1000000000;

struct client {
    struct ip home;
    /* When all that it asked will have been earned again, at its rate: the leaky bucket as one number. 0: free. */
    int64_t full_ns;
    uint32_t connections;
    uint32_t exports;
};

struct clients {
    const struct limits *limits;
    uint64_t seed;
    struct client sets[SETS][WAYS];
};

struct clients *clients_new(const struct limits *limits)
{
    struct clients *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->limits = limits;
    if (getrandom(&c->seed, sizeof c->seed, 0) != (ssize_t)sizeof c->seed)
        c->seed = (uint64_t)(uintptr_t)c;
    return c;
}

void clients_free(struct clients *c)
{
    free(c);
}

static bool is_held(const struct client *client)
{
    return client->connections || client->exports;
}

static uint64_t hash(const struct clients *c, const struct ip *home)
{
    return XXH3_64bits_withSeed(home, sizeof *home, c->seed);
}

/* make: takes a place that is free, or the stalest one. NULL: there is none. */
static struct client *find(struct clients *c, const struct ip *ip, bool make)
{
    const struct ip home = ip_household(ip);
    struct client *set = c->sets[hash(c, &home) % SETS];
    struct client *stale = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        if ((set[i].full_ns || is_held(&set[i])) && memcmp(&set[i].home, &home, sizeof home) == 0)
            return &set[i];
        if (!is_held(&set[i]) && (!stale || set[i].full_ns < stale->full_ns))
            stale = &set[i];
    }
    if (!make || !stale)
        return NULL;
    *stale = (struct client){.home = home};
    return stale;
}

/* A trusted proxy's connections are many people's. */
static bool counts_connections(const struct clients *c, const struct ip *peer)
{
    return limits_count(c->limits, peer) && !limits_trust(c->limits, peer);
}

bool clients_may_connect(struct clients *c, const struct ip *peer)
{
    const struct client *client = find(c, peer, false);
    return !client || !counts_connections(c, peer) || client->connections < c->limits->connections_per_address;
}

void clients_connected(struct clients *c, const struct ip *peer)
{
    struct client *client = counts_connections(c, peer) ? find(c, peer, true) : NULL;
    if (client)
        client->connections++;
}

void clients_left(struct clients *c, const struct ip *peer)
{
    struct client *client = counts_connections(c, peer) ? find(c, peer, false) : NULL;
    if (client && client->connections)
        client->connections--;
}

unsigned clients_ask(struct clients *c, const struct ip *client, int64_t now_ns)
{
    const struct limits *limits = c->limits;
    struct client *asks = limits->rate && limits_count(limits, client) ? find(c, client, true) : NULL;
    if (!asks)
        return 0; /* eight addresses of one set hold connections or exports: nobody can bring that about */
    int64_t one = SECOND_NS / limits->rate;
    int64_t full = asks->full_ns > now_ns ? asks->full_ns : now_ns;
    int64_t wait = full + one - now_ns - limits->burst * one;
    if (wait > 0)
        return (unsigned)((wait + SECOND_NS - 1) / SECOND_NS);
    asks->full_ns = full + one;
    return 0;
}

uint64_t clients_owner(const struct clients *c, const struct ip *client)
{
    const struct ip home = ip_household(client);
    return limits_count(c->limits, client) ? hash(c, &home) : 0;
}

bool clients_export(struct clients *c, const struct ip *client)
{
    struct client *asks = limits_count(c->limits, client) ? find(c, client, true) : NULL;
    if (asks && asks->exports >= limits_exports_per_address(c->limits))
        return false;
    if (asks)
        asks->exports++;
    return true;
}

void clients_export_ended(struct clients *c, const struct ip *client)
{
    struct client *asks = limits_count(c->limits, client) ? find(c, client, false) : NULL;
    if (asks && asks->exports)
        asks->exports--;
}
