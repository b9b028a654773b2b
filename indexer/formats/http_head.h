/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http_head.h - what stands before the body of an HTTP answer, as crawls keep it (RFC 9110, 9112). */
#ifndef HUSTINGS_HTTP_HEAD_H
#define HUSTINGS_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>

struct http_head {
    size_t len;       /* with the empty line behind it */
    int status;
    char type[64];    /* "text/html", lower case; "" when none is given */
    char charset[40]; /* as given; "" */
    char coding[64];  /* of Content-Encoding, lower case; "" */
    bool chunked;
};

/* The bytes up to and with the empty line; 0: it does not come. */
size_t http_head_end(const char *bytes, size_t len);
/* False: the bytes do not begin with an answer's status line. A head without end is read to the end. */
bool http_head_read(const char *bytes, size_t len, struct http_head *out);
/* The media type and charset of a Content-Type. */
void http_type_read(const char *value, size_t len, struct http_head *out);
bool http_is_html(const struct http_head *head);

#endif
