/* SPDX-License-Identifier: GPL-2.0-or-later */
/* request_line.h - which articles a search asks for as one line: the parameters of /v1/search, as a query string in an
 * order of its own, so that the same request prints the same. What is shown of them is not in it. */
#ifndef HUSTINGS_REQUEST_LINE_H
#define HUSTINGS_REQUEST_LINE_H

#include "archive/buffer.h"
#include "archive/search.h"

enum { REQUEST_LINE_MAX = 64 << 10 }; /* bytes: a target of 16 KB, escaped anew */

/* Appends name=value, behind '&' where something stands before it; len bytes of any kind, escaped as RFC 3986 has
 * it. */
void request_line_put(struct buffer *out, const char *name, const char *value, size_t len);
/* Appends request's q, match, in, from, to, filters, sort and collapse. */
void request_line_print(const struct search_request *request, struct buffer *out);

/* A name that is none of those; value has a NUL behind it. Not 0 ends the reading with *err. */
typedef int request_line_other(void *ctx, const char *name, const char *value, struct error *err);
/* Reads such a line into *out, in arena. FAULT_INVALID: it is none, or other is NULL and there are other names. */
int request_line_read(const char *line, struct arena *arena, request_line_other *other, void *ctx,
                      struct search_request *out, struct error *err);

#endif
