/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_tree.c - which blocks of a Xapian database one of its revisions uses. */
#include "archive/glass_tree.h"

#include "archive/buffer.h"

#include <string.h>

/* A block's head: revision 4 bytes, level 1, room 2 and 2, end of the directory 2; then the directory. */
enum { LEVEL_AT = 4, END_AT = 9, HEAD = 11, LEVELS_MAX = 10, UUID = 16, SIZE_UNIT = 2048 };

static const uint8_t magic[] = {0x0f, 0x0d, 'X', 'a', 'p', 'i', 'a', 'n', ' ', 'G', 'l', 'a', 's', 's'};
enum { VERSION = 2 };

static bool read_place(const char **at, const char *end, struct glass_place *out)
{
    uint64_t block, level, entries, size, compress_min, free_len;

    if (!varint_read(at, end, &block) || !varint_read(at, end, &level) || !varint_read(at, end, &entries) ||
        !varint_read(at, end, &size) || !varint_read(at, end, &compress_min) || !varint_read(at, end, &free_len) ||
        free_len > (uint64_t)(end - *at))
        return false;
    *at += free_len;
    *out = (struct glass_place){.any = !(level & 1), .block = (uint32_t)block, .level = (unsigned)(level >> 2)};
    return block <= UINT32_MAX && level >> 2 <= LEVELS_MAX && size == GLASS_BLOCK / SIZE_UNIT;
}

bool glass_revision_read(const void *bytes, size_t len, struct glass_revision *out)
{
    const char *at = bytes, *end = at + len;

    if (len < sizeof magic + VERSION + UUID || memcmp(at, magic, sizeof magic) != 0)
        return false;
    at += sizeof magic + VERSION + UUID;
    if (!varint_read(&at, end, &out->number))
        return false;
    for (size_t i = 0; i < GLASS_TABLES; i++)
        if (!read_place(&at, end, &out->tables[i]))
            return false;
    return true;
}

static unsigned get2(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static uint32_t get4(const uint8_t *at)
{
    return (uint32_t)get2(at) << 16 | get2(at + 2);
}

int glass_tree_walk(const struct glass_place *from,
                    int (*each)(void *ctx, uint32_t number, bool leaf, uint8_t block[GLASS_BLOCK]), void *ctx)
{
    uint8_t block[GLASS_BLOCK];

    if (!from->any)
        return 0;
    int rc = each(ctx, from->block, from->level == 0, block);
    if (rc != 0 || from->level == 0)
        return rc;
    unsigned end = get2(block + END_AT);
    if (block[LEVEL_AT] != from->level || end > GLASS_BLOCK)
        return 1;
    for (unsigned place = HEAD; rc == 0 && place + 2 <= end; place += 2) {
        unsigned item = get2(block + place);
        if (item > GLASS_BLOCK - 4)
            return 1;
        const struct glass_place below = {.any = true, .block = get4(block + item), .level = from->level - 1};
        rc = glass_tree_walk(&below, each, ctx);
    }
    return rc;
}
