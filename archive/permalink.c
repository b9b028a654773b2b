/* SPDX-License-Identifier: GPL-2.0-or-later */
/* permalink.c - where searchd shows exactly this text of an article. */
#include "archive/permalink.h"

#include <string.h>

static const char hex[] = "0123456789abcdef";

bool permalink_hex(const uint8_t hash[SEGMENT_HASH], size_t digits, struct buffer *out)
{
    for (size_t i = 0; i < digits && i < PERMALINK_DIGITS_MAX; i++)
        buffer_putc(out, hex[i % 2 ? hash[i / 2] & 15 : hash[i / 2] >> 4]);
    return !out->failed;
}

bool permalink_has(const uint8_t hash[SEGMENT_HASH], const char *digits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char digit = digits[i] >= 'A' && digits[i] <= 'F' ? (char)(digits[i] | 0x20) : digits[i];
        if (i >= PERMALINK_DIGITS_MAX || digit != hex[i % 2 ? hash[i / 2] & 15 : hash[i / 2] >> 4])
            return false;
    }
    return true;
}

bool permalink_put(struct record_text id, const uint8_t *hash, struct buffer *out)
{
    static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    buffer_puts(out, "/v1/articles/");
    for (size_t i = 0; i < id.len; i++) {
        if (id.data[i] && strchr(unreserved, id.data[i]))
            buffer_putc(out, id.data[i]);
        else
            buffer_printf(out, "%%%02X", (unsigned)(unsigned char)id.data[i]);
    }
    if (hash)
        buffer_puts(out, "?hash=");
    return hash ? permalink_hex(hash, PERMALINK_DIGITS, out) : !out->failed;
}
