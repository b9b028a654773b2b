/* SPDX-License-Identifier: GPL-2.0-or-later */
/* encode.c - what the client takes and has, and the body made so. */
#include "searchd/encode.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "searchd/squeeze.h"

/* The weight behind ";q=" in thousandths, 1000 when none is given. */
static int item_weight(const char *item, size_t len)
{
    for (size_t i = 1; i + 1 < len; i++) {
        if ((item[i] != 'q' && item[i] != 'Q') || item[i + 1] != '=' || !strchr("; \t", item[i - 1]))
            continue;
        double weight = strtod(item + i + 2, NULL);
        return weight > 0 && weight <= 1 ? (int)(weight * 1000 + 0.5) : 0;
    }
    return 1000;
}

enum encoding encode_choice(const char *accept)
{
    int weights[ENCODING_COUNT] = {-1, -1, -1}, any = 0; /* -1: not named */
    for (const char *at = accept; at && *at;) {
        at += strspn(at, ", \t");
        size_t len = strcspn(at, ",");
        size_t name = strcspn(at, ",; \t");
        for (enum encoding e = ENCODING_GZIP; e < ENCODING_COUNT; e++)
            if (name == 4 && strncasecmp(at, encoding_name(e), 4) == 0)
                weights[e] = item_weight(at, len);
        if (name == 1 && *at == '*')
            any = item_weight(at, len);
        at += len;
    }
    enum encoding best = ENCODING_PLAIN;
    int most = 0;
    for (enum encoding e = ENCODING_GZIP; e < ENCODING_COUNT; e++) {
        int weight = weights[e] < 0 ? any : weights[e];
        if (weight > 0 && weight >= most) {
            best = e;
            most = weight;
        }
    }
    return best;
}

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[ENCODING_COUNT] = {NULL, "gzip", "zstd"};
    return names[encoding];
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

bool encode_client_has(const struct request *request, const char *etag)
{
    return etag && request->if_none_match && etag_matches(request->if_none_match, etag);
}

void encode_revalidate(const struct request *request, struct response *response)
{
    if (response_failed(response))
        return;
    if (response->status == 200 && encode_client_has(request, response_get_header(response, "ETag"))) {
        response->status = 304;
        buffer_clear(&response->body);
    }
    response_header(response, "Vary", "Accept-Encoding");
}

bool encode_body(struct encoder *e, enum encoding encoding, const char *body, size_t len, struct buffer *out)
{
    bool done = e && len <= RESPONSE_BODY_MAX &&
                (encoding == ENCODING_GZIP   ? squeeze_gzip(e, body, len, out)
                 : encoding == ENCODING_ZSTD ? squeeze_zstd(e, body, len, out)
                                             : false);
    if (!done)
        buffer_free(out);
    return done;
}

enum encoding encode_compress(struct encoder *e, const struct request *request, struct response *response)
{
    if (response_failed(response) || response->body.len < ENCODE_BYTES_MIN ||
        response_get_header(response, "Content-Encoding"))
        return ENCODING_PLAIN;
    enum encoding encoding = encode_choice(request->accept_encoding);
    struct buffer packed = buffer_make(RESPONSE_BODY_MAX);
    if (!encode_body(e, encoding, response->body.data, response->body.len, &packed))
        return ENCODING_PLAIN;
    buffer_free(&response->body);
    response->body = packed;
    response_header(response, "Content-Encoding", encoding_name(encoding));
    return encoding;
}
