/* SPDX-License-Identifier: GPL-2.0-or-later */
/* head.h - what a request's head must not be: what libmicrohttpd lets pass and a proxy in front may read differently.
 */
#ifndef HUSTINGS_HEAD_H
#define HUSTINGS_HEAD_H

#include "searchd/response.h"

enum {
    HEAD_TARGET_MAX = 16 << 10, /* bytes of path and query: q's 2,000, percent-encoded, and many filters */
    HEAD_HEADERS_MAX = 24 << 10 /* bytes of all headers: a browser's are under 4 KB */
};

/* Below which a request must stay, at most those above. */
struct head_limits {
    unsigned target, headers;
};

/* What the checks need of all headers, gathered in one walk; all zero to begin with. */
struct head {
    size_t bytes;
    unsigned hosts, lengths, encodings;
    bool bad_name, bad_value, bad_host, has_body;
    /* Where the lines lay. */
    const char *start, *end; /* the method's first byte; behind the last line that was gathered. NULL: not looked at */
    bool torn;               /* a line did not stand right behind the CR LF of the one before */
};

/* First, and only where libmicrohttpd reads a head in the buffer that it received it in: it takes a bare LF for a line's
 * end, joins a folded header to the name before, and cuts a target at a NUL, all without a word; but what it hands out
 * are pointers into that buffer, and CR LF between them is two bytes. The request line's parts, as it hands them out. */
void head_begin(struct head *head, const char *method, const char *target, size_t target_len, const char *version);
/* And last: size of the whole head, from the method on. */
void head_end(struct head *head, size_t size);
/* name ends in a NUL and may hold more; value may be NULL. */
void head_gather(struct head *head, const char *name, size_t name_len, const char *value, size_t value_len);
/* True: refused, with *why set; the connection must end, since where the next request starts is in doubt. */
bool head_refuse(const struct head *head, const struct head_limits *limits, const struct request *request,
                 const char *version, struct problem *why);

#endif
