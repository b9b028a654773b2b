/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http_body.c - the body of an HTTP answer, out of its chunks and unpacked. */
#include "indexer/formats/http_body.h"

#include <brotli/decode.h>
#include <ctype.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum {
    STEP_BYTES = 32 << 10, /* unpacked at a time */
    CHUNK_DIGITS_MAX = 8,
    CODINGS_MAX = 2,
    ZLIB_OR_GZIP = 15 + 32, /* zlib's way to say: by its header */
    DEFLATE_ALONE = -15
};

/* The size of the chunk that begins at *at, which is moved behind its line; -1: there is none. */
static long chunk_size(const char **at, const char *end)
{
    const char *stop = memchr(*at, '\n', (size_t)(end - *at));
    long size = 0;
    int digits = 0;

    if (!stop)
        return -1;
    for (const char *c = *at; c < stop && isxdigit((unsigned char)*c); c++, digits++) {
        if (digits == CHUNK_DIGITS_MAX)
            return -1;
        size = size * 16 + (*c <= '9' ? *c - '0' : (*c | 0x20) - 'a' + 10);
    }
    const char *behind = *at + digits;
    if (!digits || !strchr("; \t\r\n", *behind))
        return -1;
    *at = stop + 1;
    return size;
}

size_t http_unchunk(char *bytes, size_t len, bool *cut)
{
    const char *at = bytes, *end = bytes + len;
    char *to = bytes;

    *cut = false;
    for (;;) {
        const char *begun = at;
        long size = chunk_size(&at, end);
        if (size < 0 && begun == bytes)
            return len;
        if (size < 0) {
            *cut = true;
            return (size_t)(to - bytes);
        }
        if (!size)
            return (size_t)(to - bytes);
        size_t n = size < end - at ? (size_t)size : (size_t)(end - at);
        memmove(to, at, n);
        to += n;
        at += n;
        at += at < end && *at == '\r';
        at += at < end && *at == '\n';
    }
}

static bool put(struct buffer *out, const void *bytes, size_t len)
{
    return buffer_append(out, bytes, len);
}

static enum http_decoded inflate_all(int window, const char *bytes, size_t len, struct buffer *out)
{
    unsigned char step[STEP_BYTES];
    z_stream z = {.next_in = (Bytef *)bytes, .avail_in = (uInt)len};
    int rc;

    if (inflateInit2(&z, window) != Z_OK)
        return HTTP_TOO_LARGE;
    do {
        z.next_out = step;
        z.avail_out = sizeof step;
        rc = inflate(&z, Z_NO_FLUSH);
        put(out, step, sizeof step - z.avail_out);
        if (rc == Z_STREAM_END && z.avail_in > 2 && z.next_in[0] == 0x1f && z.next_in[1] == 0x8b)
            rc = inflateReset(&z); /* another gzip behind the first */
    } while (rc == Z_OK && !out->failed);
    inflateEnd(&z);
    if (out->failed)
        return HTTP_TOO_LARGE;
    return rc == Z_STREAM_END ? HTTP_DECODED : rc == Z_BUF_ERROR ? HTTP_CUT : HTTP_DAMAGED;
}

/* "deflate" should be with zlib's header (RFC 9110, 8.4.1.2), but was long sent without. */
static enum http_decoded inflate_deflate(const char *bytes, size_t len, struct buffer *out)
{
    const unsigned char *b = (const unsigned char *)bytes;
    bool has_header = len >= 2 && (b[0] & 15) == Z_DEFLATED && (b[0] * 256 + b[1]) % 31 == 0;

    return inflate_all(has_header ? ZLIB_OR_GZIP : DEFLATE_ALONE, bytes, len, out);
}

static enum http_decoded inflate_gzip(const char *bytes, size_t len, struct buffer *out)
{
    return inflate_all(ZLIB_OR_GZIP, bytes, len, out);
}

static enum http_decoded decode_brotli(const char *bytes, size_t len, struct buffer *out)
{
    unsigned char step[STEP_BYTES];
    const uint8_t *from = (const uint8_t *)bytes;
    BrotliDecoderState *d = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    BrotliDecoderResult rc;

    if (!d)
        return HTTP_TOO_LARGE;
    do {
        uint8_t *to = step;
        size_t room = sizeof step;
        rc = BrotliDecoderDecompressStream(d, &len, &from, &room, &to, NULL);
        put(out, step, sizeof step - room);
    } while (rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && !out->failed);
    BrotliDecoderDestroyInstance(d);
    if (out->failed)
        return HTTP_TOO_LARGE;
    return rc == BROTLI_DECODER_RESULT_SUCCESS ? HTTP_DECODED
           : rc == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT ? HTTP_CUT : HTTP_DAMAGED;
}

static enum http_decoded decode_zstd(const char *bytes, size_t len, struct buffer *out)
{
    char step[STEP_BYTES];
    ZSTD_inBuffer from = {bytes, len, 0};
    ZSTD_DStream *d = ZSTD_createDStream();
    size_t rc = 1;

    if (!d)
        return HTTP_TOO_LARGE;
    for (bool more = true; more && !out->failed;) {
        ZSTD_outBuffer to = {step, sizeof step, 0};
        rc = ZSTD_decompressStream(d, &to, &from);
        put(out, step, ZSTD_isError(rc) ? 0 : to.pos);
        more = !ZSTD_isError(rc) && (from.pos < from.size || to.pos == to.size);
    }
    ZSTD_freeDStream(d);
    if (out->failed)
        return HTTP_TOO_LARGE;
    return ZSTD_isError(rc) ? HTTP_DAMAGED : rc ? HTTP_CUT : HTTP_DECODED;
}

static const struct {
    const char *name;
    enum http_decoded (*decode)(const char *bytes, size_t len, struct buffer *out);
} codings[] = {{"gzip", inflate_gzip},       {"x-gzip", inflate_gzip}, {"deflate", inflate_deflate},
               {"br", decode_brotli}, {"zstd", decode_zstd}};

static bool is_markup(const char *bytes, size_t len)
{
    size_t i = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    while (i < len && isspace((unsigned char)bytes[i]))
        i++;
    return i + 1 < len && bytes[i] == '<' &&
           (bytes[i + 1] == '!' || bytes[i + 1] == '?' || isalpha((unsigned char)bytes[i + 1]));
}

static enum http_decoded decode_one(const char *coding, size_t name, const char *bytes, size_t len, struct buffer *out)
{
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
        if (strlen(codings[i].name) != name || memcmp(codings[i].name, coding, name) != 0)
            continue;
        enum http_decoded rc = codings[i].decode(bytes, len, out);
        return rc == HTTP_DAMAGED && out->len ? HTTP_CUT : rc;
    }
    return HTTP_UNKNOWN;
}

/* The last coding of the list was put on last; *end is moved before it. False: there is none left. */
static bool last_coding(const char *list, size_t *end, const char **name, size_t *len)
{
    while (*end) {
        size_t from = *end;
        while (from && list[from - 1] != ',')
            from--;
        const char *at = list + from, *to = list + *end;
        *end = from ? from - 1 : 0;
        while (at < to && isspace((unsigned char)*at))
            at++;
        while (to > at && isspace((unsigned char)to[-1]))
            to--;
        *name = at;
        *len = (size_t)(to - at);
        if (*len && !(*len == 8 && memcmp(at, "identity", 8) == 0) && !(*len == 4 && memcmp(at, "none", 4) == 0))
            return true;
    }
    return false;
}

enum http_decoded http_decode(const char *coding, const char *bytes, size_t len, struct buffer *out)
{
    struct buffer between = buffer_make(out->max);
    enum http_decoded rc = HTTP_DECODED, now;
    size_t end = strlen(coding), name_len;
    const char *name;
    int count = 0;

    while (rc <= HTTP_CUT && !is_markup(bytes, len) && last_coding(coding, &end, &name, &name_len)) {
        struct buffer next = buffer_make(out->max);
        now = count++ < CODINGS_MAX ? decode_one(name, name_len, bytes, len, &next) : HTTP_UNKNOWN;
        rc = now > rc ? now : rc;
        buffer_free(&between);
        between = next;
        bytes = between.data ? between.data : "";
        len = between.len;
    }
    if (rc <= HTTP_CUT && !put(out, bytes, len))
        rc = HTTP_TOO_LARGE;
    buffer_free(&between);
    return rc;
}
