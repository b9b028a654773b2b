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

/* What the checks need of all headers, gathered in one walk; all zero to begin with. */
struct head {
    size_t bytes;
    unsigned hosts, lengths, encodings;
    bool bad_name, has_body;
};

/* name ends in a NUL and may hold more; value may be NULL. */
void head_gather(struct head *head, const char *name, size_t name_len, const char *value, size_t value_len);
/* True: refused, with *why set; the connection must end, since where the next request starts is in doubt. */
bool head_refuse(const struct head *head, const struct request *request, const char *version, struct problem *why);

#endif
