/* SPDX-License-Identifier: GPL-2.0-or-later */
/* encode.c - conditional answers and compression. */
#include "searchd/encode.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum {
    GZIP_LEVEL = 4,        /* JSON: within a few percent of 6 at about half the time */
    GZIP_WINDOW = 15 + 16, /* zlib's way of saying: gzip framing */
    GZIP_MEMORY = 8        /* zlib's default */
};

/* The weight behind ";q=", 1 when none is given; any zero is 0. */
static double item_weight(const char *item, size_t len)
{
    for (size_t i = 0; i + 1 < len; i++) {
        if ((item[i] == 'q' || item[i] == 'Q') && item[i + 1] == '=' && i > 0 && strchr("; \t", item[i - 1])) {
            for (size_t k = i + 2; k < len; k++)
                if (item[k] >= '1' && item[k] <= '9')
                    return 1;
            return 0;
        }
    }
    return 1;
}

bool encode_accepts_gzip(const char *accept)
{
    if (!accept)
        return false;
    int gzip = -1, any = -1; /* -1: not named */
    for (const char *at = accept; *at;) {
        at += strspn(at, ", \t");
        size_t len = strcspn(at, ",");
        size_t name = strcspn(at, ",; \t");
        if (name == 4 && strncasecmp(at, "gzip", 4) == 0)
            gzip = item_weight(at, len) > 0;
        else if (name == 1 && *at == '*')
            any = item_weight(at, len) > 0;
        at += len;
    }
    return gzip >= 0 ? gzip : any > 0;
}

/* Weak comparison (RFC 9110, 8.8.3.2): W/ does not count. */
static bool etag_matches(const char *list, const char *etag)
{
    if (strncmp(etag, "W/", 2) == 0)
        etag += 2;
    size_t etag_len = strlen(etag);
    for (const char *at = list; *at;) {
        at += strspn(at, ", \t");
        if (*at == '*')
            return true;
        if (strncmp(at, "W/", 2) == 0)
            at += 2;
        const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
        if (!end)
            return false;
        if ((size_t)(end + 1 - at) == etag_len && memcmp(at, etag, etag_len) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

static bool gzip_body(struct response *response)
{
    z_stream z = {0};
    if (deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    struct buffer packed = buffer_make(RESPONSE_BODY_MAX);
    size_t bound = deflateBound(&z, response->body.len);
    bool done = false;
    if (buffer_reserve(&packed, bound)) {
        z.next_in = (Bytef *)response->body.data;
        z.avail_in = (uInt)response->body.len; /* at most RESPONSE_BODY_MAX */
        z.next_out = (Bytef *)packed.data;
        z.avail_out = (uInt)bound;
        done = deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < response->body.len;
        packed.len = z.total_out;
    }
    deflateEnd(&z);
    if (!done) {
        buffer_free(&packed);
        return false;
    }
    buffer_free(&response->body);
    response->body = packed;
    return true;
}

bool encode_client_has(const struct request *request, const struct response *response)
{
    const char *etag = response_get_header(response, "ETag");
    return etag && request->if_none_match && etag_matches(request->if_none_match, etag);
}

void encode_response(const struct request *request, struct response *response)
{
    if (response_failed(response))
        return;
    if (response->status == 200 && encode_client_has(request, response)) {
        response->status = 304;
        buffer_clear(&response->body);
    }
    response_header(response, "Vary", "Accept-Encoding");
    if (response->body.len < ENCODE_BYTES_MIN || response_get_header(response, "Content-Encoding") ||
        !encode_accepts_gzip(request->accept_encoding))
        return;
    if (gzip_body(response))
        response_header(response, "Content-Encoding", "gzip");
}
