/* SPDX-License-Identifier: GPL-2.0-or-later */
/* request.c - what a handler may read of a request. */
#include "searchd/request.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

void request_set_target(struct request *r, char *target, size_t target_len)
{
    char *mark = strchr(target, '?');
    r->target = target;
    r->target_len = target_len;
    r->path = target;
    r->rest = "";
    r->rest_len = 0;
    r->query = mark ? mark + 1 : target + target_len;
    r->query_len = strlen(r->query);
    if (mark)
        *mark = '\0';
}

void request_set_id(struct request *r, const char *given)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    size_t len = given ? strlen(given) : 0;
    if (len > 0 && len <= REQUEST_ID_MAX && strspn(given, letters) == len) {
        memcpy(r->id, given, len + 1);
        return;
    }
    unsigned char bytes[8];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        memcpy(bytes, &r->started_ns, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(r->id + 2 * i, 3, "%02x", bytes[i]);
}
