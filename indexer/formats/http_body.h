/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http_body.h - the body of an HTTP answer, out of its chunks and unpacked. */
#ifndef HUSTINGS_HTTP_BODY_H
#define HUSTINGS_HTTP_BODY_H

#include "archive/buffer.h"
#include "archive/error.h"

/* Joins the chunks (RFC 9112, 7.1) in place and returns the new length. *cut: the last one is missing. A
 * body that does not begin with a chunk is left as it is: many crawlers take the chunks out and leave the head. */
size_t http_unchunk(char *bytes, size_t len, bool *cut);

enum http_decoded { HTTP_DECODED, HTTP_CUT, HTTP_UNKNOWN, HTTP_DAMAGED, HTTP_TOO_LARGE };
/* Appends the body unpacked: gzip, deflate, br, zstd, or two of them. HTTP_CUT: as far as it goes; *out holds
 * nothing of use from HTTP_UNKNOWN on. What is not packed, whatever coding says, is appended as it is. */
enum http_decoded http_decode(const char *coding, const char *bytes, size_t len, struct buffer *out);

#endif
