/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cursor.c - where a page of results ended, as text. */
#include "searchd/cursor.h"

#include <nettle/base64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    VERSION = 1,
    CURSOR_PLACE_MAX = INT32_MAX, /* a page behind it is still a number of 32 bits */
    BY_PLACE = 'p', /* results are passed over */
    BY_DATE = 'd',
    HASH_DIGITS = 8,
    SUM_BYTES = 4,
    BYTES_MAX = 2 + HASH_DIGITS + 10 + SNAPSHOT_MAX + SUM_BYTES
};
_Static_assert(BASE64_ENCODE_RAW_LENGTH(BYTES_MAX) < CURSOR_MAX, "the longest token fits");

static void put_sum(const char *bytes, size_t len, char out[SUM_BYTES])
{
    XXH32_hash_t sum = XXH32(bytes, len, VERSION);
    for (size_t i = 0; i < SUM_BYTES; i++)
        out[i] = (char)(sum >> 8 * i & 0xff);
}

void cursor_print(const struct cursor *c, char out[CURSOR_TEXT])
{
    struct buffer b = buffer_make(BYTES_MAX);
    struct base64_encode_ctx base64;
    char sum[SUM_BYTES];
    buffer_putc(&b, VERSION);
    buffer_putc(&b, c->walk ? BY_DATE : BY_PLACE);
    buffer_append(&b, c->hash, HASH_DIGITS);
    buffer_put_varint(&b, c->place);
    buffer_puts(&b, c->snapshot);
    put_sum(b.data, b.failed ? 0 : b.len, sum);
    buffer_append(&b, sum, SUM_BYTES);
    size_t len = 0;
    if (!b.failed) {
        base64url_encode_init(&base64);
        len = base64_encode_update(&base64, out, b.len, (const uint8_t *)b.data);
        len += base64_encode_final(&base64, out + len);
    }
    while (len && out[len - 1] == '=') /* a URL would carry them escaped */
        len--;
    out[len] = '\0';
    buffer_free(&b);
}

static bool unpack(const char *at, const char *end, struct cursor *out)
{
    struct cursor c = {0};
    if (end - at < 2 + HASH_DIGITS || at[0] != VERSION || (at[1] != BY_DATE && at[1] != BY_PLACE))
        return false;
    c.walk = at[1] == BY_DATE;
    memcpy(c.hash, at + 2, HASH_DIGITS);
    at += 2 + HASH_DIGITS;
    if (!varint_read(&at, end, &c.place) || c.place > CURSOR_PLACE_MAX)
        return false;
    size_t len = (size_t)(end - at);
    if (len == 0 || len >= sizeof c.snapshot || memchr(at, '\0', len))
        return false;
    memcpy(c.snapshot, at, len);
    *out = c;
    return true;
}

bool cursor_read(const char *text, struct cursor *out)
{
    char bytes[BASE64_DECODE_LENGTH(CURSOR_MAX + 2)], sum[SUM_BYTES];
    size_t len = strlen(text), pad = (4 - len % 4) % 4, got = sizeof bytes;
    struct base64_decode_ctx base64;
    if (len == 0 || len > CURSOR_MAX || len % 4 == 1 || strchr(text, '='))
        return false;
    base64url_decode_init(&base64);
    if (!base64_decode_update(&base64, &got, (uint8_t *)bytes, len, text))
        return false;
    size_t rest = sizeof bytes - got;
    if (!base64_decode_update(&base64, &rest, (uint8_t *)bytes + got, pad, "==") || !base64_decode_final(&base64))
        return false;
    got += rest;
    if (got <= SUM_BYTES)
        return false;
    put_sum(bytes, got - SUM_BYTES, sum);
    return memcmp(sum, bytes + got - SUM_BYTES, SUM_BYTES) == 0 && unpack(bytes, bytes + got - SUM_BYTES, out);
}
