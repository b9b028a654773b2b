/* SPDX-License-Identifier: GPL-2.0-or-later */
/* limits.h - how much of the daemon strangers may have; docs/limits.md tells all of them. */
#ifndef HUSTINGS_LIMITS_H
#define HUSTINGS_LIMITS_H

#include <getopt.h>

#include "searchd/head.h"
#include "searchd/network.h"
#include "searchd/queue.h"

enum {
    LIMITS_EXPORTS_MAX = QUEUE_JOBS_PER_WORKER, /* each has a piece waiting at most */
    LIMITS_TRUSTED_MAX = 64
};

struct export_keys;

struct limits {
    unsigned connections;
    unsigned connections_per_address;
    unsigned rate, burst; /* requests a second and at once, of an address; rate 0: any number */
    unsigned exports, exports_per_address; /* at once; of an address 0: half of all, and one at least */
    unsigned head_seconds;  /* for a whole request to arrive */
    unsigned idle_seconds;  /* without a byte either way */
    unsigned reply_seconds; /* for an answer, or a piece of an export, to be taken */
    unsigned pace, export_pace; /* bytes a second at which an answer must be read at least; 0: any */
    unsigned pace_seconds;      /* over which that is looked at */
    struct head_limits head;    /* of a URL and of headers */
    unsigned queue;             /* searches that wait, for each worker */
    unsigned page_depth;        /* results, to the end of the last page that is had by number */
    unsigned facet_values;      /* of a field */
    /* Loopback is not counted by address unless that was asked for: there stands a proxy for all, or the operator. */
    bool loopback;
    struct network trusted[LIMITS_TRUSTED_MAX]; /* proxies whose X-Forwarded-For is believed */
    size_t trusted_count;
    struct export_keys *keys; /* who has one of them may export; NULL: everybody */
};

/* What holds where nothing is said; freed by limits_free. */
struct limits limits_default(void);
void limits_free(struct limits *limits);

/* For getopt_long. Their values are above every character. */
#define LIMIT_OPTIONS                                                       \
    {"rate", required_argument, NULL, LIMIT_RATE},                          \
    {"burst", required_argument, NULL, LIMIT_BURST},                        \
    {"connections", required_argument, NULL, LIMIT_CONNECTIONS},            \
    {"connections-per-address", required_argument, NULL, LIMIT_CONNECTIONS_PER_ADDRESS}, \
    {"exports", required_argument, NULL, LIMIT_EXPORTS},                    \
    {"exports-per-address", required_argument, NULL, LIMIT_EXPORTS_PER_ADDRESS}, \
    {"head-seconds", required_argument, NULL, LIMIT_HEAD_SECONDS},          \
    {"idle-seconds", required_argument, NULL, LIMIT_IDLE_SECONDS},          \
    {"reply-seconds", required_argument, NULL, LIMIT_REPLY_SECONDS},        \
    {"pace", required_argument, NULL, LIMIT_PACE},                          \
    {"export-pace", required_argument, NULL, LIMIT_EXPORT_PACE},            \
    {"pace-seconds", required_argument, NULL, LIMIT_PACE_SECONDS},          \
    {"url-bytes", required_argument, NULL, LIMIT_URL_BYTES},                \
    {"header-bytes", required_argument, NULL, LIMIT_HEADER_BYTES},          \
    {"queue", required_argument, NULL, LIMIT_QUEUE},                        \
    {"page-depth", required_argument, NULL, LIMIT_PAGE_DEPTH},              \
    {"facet-values", required_argument, NULL, LIMIT_FACET_VALUES},          \
    {"trust-proxy", required_argument, NULL, LIMIT_TRUST_PROXY},            \
    {"export-keys", required_argument, NULL, LIMIT_EXPORT_KEYS}
enum limit_option {
    LIMIT_RATE = 256,
    LIMIT_BURST,
    LIMIT_CONNECTIONS,
    LIMIT_CONNECTIONS_PER_ADDRESS,
    LIMIT_EXPORTS,
    LIMIT_EXPORTS_PER_ADDRESS,
    LIMIT_HEAD_SECONDS,
    LIMIT_IDLE_SECONDS,
    LIMIT_REPLY_SECONDS,
    LIMIT_PACE,
    LIMIT_EXPORT_PACE,
    LIMIT_PACE_SECONDS,
    LIMIT_URL_BYTES,
    LIMIT_HEADER_BYTES,
    LIMIT_QUEUE,
    LIMIT_PAGE_DEPTH,
    LIMIT_FACET_VALUES,
    LIMIT_TRUST_PROXY,
    LIMIT_EXPORT_KEYS
};
/* 1: it was one of them; 0: none of them; -1 with *err set. */
int limits_option(struct limits *limits, int option, const char *value, struct error *err);
extern const char limits_help[];

bool limits_trust(const struct limits *limits, const struct ip *ip);
/* Whether what comes from there is counted by address. */
bool limits_count(const struct limits *limits, const struct ip *ip);
unsigned limits_exports_per_address(const struct limits *limits);

#endif
