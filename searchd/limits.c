/* SPDX-License-Identifier: GPL-2.0-or-later */
/* limits.c - how much of the daemon strangers may have, as the command line says it. */
#include "searchd/limits.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "archive/search.h"
#include "searchd/export_keys.h"

const char limits_help[] =
    "\n"
    "What strangers may have of it (docs/limits.md; an address is one of IPv4, or a /64 of IPv6):\n"
    "\n"
    "  --rate N            requests a second of an address (50), beyond its burst; then 429; 0 for any number\n"
    "  --burst N           requests of an address at once (200)\n"
    "  --trust-proxy NET   an address or network, such as 127.0.0.1, whose X-Forwarded-For is believed;\n"
    "                      may be given again\n"
    "  --connections N     open at once (4096); beyond, those that wait longest make room\n"
    "  --connections-per-address N  (256); beyond, they are closed\n"
    "  --exports N         exports at once (4); beyond, they are answered 503\n"
    "  --exports-per-address N      (half of --exports)\n"
    "  --export-keys FILE  who exports must send one of its keys, a line each\n"
    "  --head-seconds N    time for a request to arrive whole (20)\n"
    "  --idle-seconds N    without a byte (15); then the connection is closed\n"
    "  --reply-seconds N   time for an answer to be read (600)\n"
    "  --pace N            bytes a second at which an answer must be read (1000)\n"
    "  --export-pace N     likewise of exports (10000)\n"
    "  --pace-seconds N    over which the two are looked at (30)\n"
    "  --url-bytes N       of a path and query (16384, which is the most); then 414\n"
    "  --header-bytes N    of all headers (24576, which is the most); then 431\n"
    "  --queue N           searches that wait, for each worker (32); then 503\n"
    "  --page-depth N      results to the end of the deepest page (10000, which is the most); then 400\n"
    "  --facet-values N    values of a facet that are told (10000, which is the most); then 400\n"
    "\n"
    "Loopback is not counted by address, unless --trust-proxy or a limit by address is given.\n";

static const struct number {
    enum limit_option option;
    const char *name;
    size_t at; /* in struct limits */
    unsigned min, max;
    bool by_address;
} numbers[] = {
    {LIMIT_RATE, "rate", offsetof(struct limits, rate), 0, 1000000, true},
    {LIMIT_BURST, "burst", offsetof(struct limits, burst), 1, 1000000, true},
    {LIMIT_CONNECTIONS, "connections", offsetof(struct limits, connections), 8, 1000000, false},
    {LIMIT_CONNECTIONS_PER_ADDRESS, "connections-per-address", offsetof(struct limits, connections_per_address), 1,
     1000000, true},
    {LIMIT_EXPORTS, "exports", offsetof(struct limits, exports), 1, LIMITS_EXPORTS_MAX, false},
    {LIMIT_EXPORTS_PER_ADDRESS, "exports-per-address", offsetof(struct limits, exports_per_address), 1,
     LIMITS_EXPORTS_MAX, true},
    {LIMIT_HEAD_SECONDS, "head-seconds", offsetof(struct limits, head_seconds), 1, 3600, false},
    {LIMIT_IDLE_SECONDS, "idle-seconds", offsetof(struct limits, idle_seconds), 1, 3600, false},
    {LIMIT_REPLY_SECONDS, "reply-seconds", offsetof(struct limits, reply_seconds), 1, 86400, false},
    {LIMIT_PACE, "pace", offsetof(struct limits, pace), 0, 1000000000, false},
    {LIMIT_EXPORT_PACE, "export-pace", offsetof(struct limits, export_pace), 0, 1000000000, false},
    {LIMIT_PACE_SECONDS, "pace-seconds", offsetof(struct limits, pace_seconds), 1, 3600, false},
    {LIMIT_URL_BYTES, "url-bytes", offsetof(struct limits, head.target), 256, HEAD_TARGET_MAX, false},
    {LIMIT_HEADER_BYTES, "header-bytes", offsetof(struct limits, head.headers), 1024, HEAD_HEADERS_MAX, false},
    {LIMIT_QUEUE, "queue", offsetof(struct limits, queue), 1, QUEUE_JOBS_MAX, false},
    /* The least is what the search page asks for. */
    {LIMIT_PAGE_DEPTH, "page-depth", offsetof(struct limits, page_depth), SEARCH_COUNT_MAX, SEARCH_WINDOW, false},
    {LIMIT_FACET_VALUES, "facet-values", offsetof(struct limits, facet_values), 1000, SEARCH_FACET_VALUES_MAX, false},
};

struct limits limits_default(void)
{
    return (struct limits){
        .connections = 4096,
        .connections_per_address = 256, /* forty browsers behind one address have 240 */
        .rate = 50,                     /* ten people who type behind one address ask 40 times a second */
        .burst = 200,
        .exports = 4,
        .head_seconds = 20, /* a slow phone needs 2 */
        .idle_seconds = 15,
        .reply_seconds = 600,
        .pace = 1000, /* the slowest mobile network has five times that */
        .export_pace = 10000,
        .pace_seconds = 30,
        .head = {.target = HEAD_TARGET_MAX, .headers = HEAD_HEADERS_MAX},
        .queue = QUEUE_JOBS_PER_WORKER,
        .page_depth = SEARCH_WINDOW,
        .facet_values = SEARCH_FACET_VALUES_MAX};
}

void limits_free(struct limits *limits)
{
    export_keys_free(limits->keys);
    limits->keys = NULL;
}

static int read_number(struct limits *limits, const struct number *n, const char *value, struct error *err)
{
    char *end;
    errno = 0;
    unsigned long long got = strtoull(value, &end, 10);
    if (errno || *end || *value < '0' || *value > '9' || got < n->min || got > n->max)
        return error_set(err, FAULT_INVALID, "bad value '%s' for --%s; give %u to %u", value, n->name, n->min, n->max);
    *(unsigned *)(void *)((char *)limits + n->at) = (unsigned)got;
    limits->loopback |= n->by_address;
    return 1;
}

static int read_trusted(struct limits *limits, const char *value, struct error *err)
{
    if (limits->trusted_count == LIMITS_TRUSTED_MAX)
        return error_set(err, FAULT_INVALID, "more than %d times --trust-proxy; give a network that has them all",
                         LIMITS_TRUSTED_MAX);
    if (network_read(value, &limits->trusted[limits->trusted_count], err))
        return error_prefix(err, "bad value for --trust-proxy");
    limits->trusted_count++;
    limits->loopback = true;
    return 1;
}

static int read_keys(struct limits *limits, const char *path, struct error *err)
{
    export_keys_free(limits->keys);
    limits->keys = NULL;
    return export_keys_read(path, &limits->keys, err) ? error_prefix(err, "--export-keys") : 1;
}

int limits_option(struct limits *limits, int option, const char *value, struct error *err)
{
    if (option == LIMIT_TRUST_PROXY)
        return read_trusted(limits, value, err);
    if (option == LIMIT_EXPORT_KEYS)
        return read_keys(limits, value, err);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if ((int)numbers[i].option == option)
            return read_number(limits, &numbers[i], value, err);
    return 0;
}

bool limits_trust(const struct limits *limits, const struct ip *ip)
{
    return networks_have(limits->trusted, limits->trusted_count, ip);
}

bool limits_count(const struct limits *limits, const struct ip *ip)
{
    return limits->loopback || !ip_is_loopback(ip);
}

unsigned limits_exports_per_address(const struct limits *limits)
{
    return limits->exports_per_address ? limits->exports_per_address : limits->exports < 2 ? 1 : limits->exports / 2;
}
