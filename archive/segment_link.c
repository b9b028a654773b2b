/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment_link.c - what a record says beside its article, as bytes. */
#include "archive/segment_link.h"

#include <endian.h>
#include <string.h>

struct link_bytes {
    uint64_t offset;
    uint64_t stored;
    uint32_t length;
    uint32_t segment;
    uint32_t version;
    uint32_t check; /* of the fields above */
};
_Static_assert(sizeof(struct link_bytes) == SEGMENT_LINK_BYTES, "links are laid out by hand");

uint32_t segment_check(const void *bytes, size_t len)
{
    uint32_t x = 2166136261u;
    const unsigned char *at = bytes;

    for (size_t i = 0; i < len; i++)
        x = (x ^ at[i]) * 16777619u;
    return x;
}

void segment_link_write(const struct segment_link *link, char out[SEGMENT_LINK_BYTES])
{
    struct link_bytes b = {.offset = htole64(link->before.offset),
                           .stored = htole64((uint64_t)link->stored),
                           .length = htole32(link->before.length),
                           .segment = htole32(link->segment),
                           .version = htole32(link->version)};

    b.check = htole32(segment_check(&b, offsetof(struct link_bytes, check)));
    memcpy(out, &b, sizeof b);
}

bool segment_link_read(const char bytes[SEGMENT_LINK_BYTES], struct segment_link *out)
{
    struct link_bytes b;

    memcpy(&b, bytes, sizeof b);
    if (le32toh(b.check) != segment_check(&b, offsetof(struct link_bytes, check)) || !b.version)
        return false;
    *out = (struct segment_link){.version = le32toh(b.version),
                                 .segment = le32toh(b.segment),
                                 .before = {le64toh(b.offset), le32toh(b.length)},
                                 .stored = (int64_t)le64toh(b.stored)};
    return true;
}
