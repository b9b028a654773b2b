/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_uuid.c - a UUID made from a name. */
#include "archive/name_uuid.h"

#include <nettle/sha1.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BYTES = 16 };

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_uuid(const char *text, uint8_t out[BYTES])
{
    size_t n = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '-')
            continue;
        if (n == 2 * BYTES || hex(*at) < 0)
            return false;
        out[n / 2] = (uint8_t)(n % 2 ? out[n / 2] | hex(*at) : hex(*at) << 4);
        n++;
    }
    return n == 2 * BYTES;
}

bool name_uuid(const char *space, const char *name, size_t len, char out[NAME_UUID_BYTES])
{
    uint8_t b[SHA1_DIGEST_SIZE];
    struct sha1_ctx hash;
    if (!read_uuid(space, b))
        return false;
    sha1_init(&hash);
    sha1_update(&hash, BYTES, b);
    sha1_update(&hash, len, (const uint8_t *)name);
    sha1_digest(&hash, sizeof b, b);
    b[6] = (uint8_t)((b[6] & 0x0F) | 0x50);
    b[8] = (uint8_t)((b[8] & 0x3F) | 0x80);
    for (size_t i = 0, at = 0; i < BYTES; i++, at += 2) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        snprintf(out + at, 3, "%02x", b[i]);
    }
    return true;
}
