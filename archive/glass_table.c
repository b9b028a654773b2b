/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_table.c - a B-tree filled from left to right. */
#include "archive/glass_table.h"

#include "archive/buffer.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 32768,
    REVISION = 1,
    LEVELS_MAX = 10,
    HEAD = 11, /* revision 4, level 1, largest gap 2, all free 2, end of directory 2 */
    ITEM_MAX = (BLOCK - HEAD - 4 * 2) / 4, /* four items fit a block, as libxapian's own */
    FLAG_COMPRESSED = 0x8000,
    FLAG_LAST = 0x4000,
    FLAG_FIRST = 0x2000,
    ITEM_HEAD = 3, /* size 2, length of the key 1 */
    TABLES = 6,
    TABLE_POSTLIST = 0,
    TABLE_DOCDATA = 1,
    FORMAT = (2016 - 2014) << 9 | 3 << 5 | 14
};

struct level {
    uint8_t *block; /* NULL: not reached yet */
    size_t dir_end, items_from;
    uint64_t written; /* blocks of this level */
    uint8_t first_key[GLASS_KEY_MAX]; /* what parts this block from the one before */
    size_t first_key_len;
    unsigned first_component;
};

struct glass_table {
    FILE *file;
    struct level levels[LEVELS_MAX];
    uint32_t blocks;
    uint64_t entries;
    uint8_t last_key[GLASS_KEY_MAX];
    size_t last_key_len;
    int failed; /* errno */
    char path[];
};

static void put2(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put4(uint8_t *at, uint32_t value)
{
    put2(at, value >> 16);
    put2(at + 2, value & 0xffff);
}

static bool start_block(struct glass_table *t, struct level *l)
{
    if (!l->block && !(l->block = calloc(1, BLOCK))) {
        t->failed = ENOMEM;
        return false;
    }
    l->dir_end = HEAD;
    l->items_from = BLOCK;
    return true;
}

static uint8_t *make_item(struct level *l, size_t len)
{
    l->items_from -= len;
    put2(l->block + l->dir_end, (unsigned)l->items_from);
    l->dir_end += 2;
    return l->block + l->items_from;
}

static bool has_room(const struct level *l, size_t len)
{
    return l->dir_end + 2 + len <= l->items_from;
}

static void write_block(struct glass_table *t, unsigned at);

/* A branch's item: the block in which keys from this one on are. */
static void add_branch(struct glass_table *t, unsigned at, const struct level *below, uint32_t block)
{
    if (at == LEVELS_MAX) {
        t->failed = EFBIG;
        return;
    }
    struct level *l = &t->levels[at];
    size_t len = 4 + 1 + below->first_key_len + 2;

    if (!l->block && !start_block(t, l))
        return;
    if (!has_room(l, len))
        write_block(t, at);
    if (l->dir_end == HEAD) {
        memcpy(l->first_key, below->first_key, below->first_key_len);
        l->first_key_len = below->first_key_len;
        l->first_component = below->first_component;
    }
    uint8_t *item = make_item(l, len);
    put4(item, block);
    item[4] = (uint8_t)below->first_key_len;
    memcpy(item + 5, below->first_key, below->first_key_len);
    put2(item + 5 + below->first_key_len, below->first_component);
}

static void write_block(struct glass_table *t, unsigned at)
{
    struct level *l = &t->levels[at];
    unsigned gap = (unsigned)(l->items_from - l->dir_end);

    put4(l->block, REVISION);
    l->block[4] = (uint8_t)at;
    put2(l->block + 5, gap);
    put2(l->block + 7, gap);
    put2(l->block + 9, (unsigned)l->dir_end);
    memset(l->block + l->dir_end, 0, gap);
    errno = 0;
    if (!t->failed && fwrite(l->block, BLOCK, 1, t->file) != 1)
        t->failed = errno ? errno : EIO;
    l->written++;
    add_branch(t, at + 1, l, t->blocks++);
    start_block(t, l);
}

int glass_table_create(const char *path, struct glass_table **out, struct error *err)
{
    struct glass_table *t = calloc(1, sizeof *t + strlen(path) + 1);

    if (!t)
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    memcpy(t->path, path, strlen(path) + 1);
    t->file = fopen(path, "wxe");
    if (!t->file || !start_block(t, &t->levels[0])) {
        error_errno(err, t->file ? ENOMEM : errno, "cannot make '%s'", path);
        glass_table_close(t);
        return -1;
    }
    /* Each tree begins with an entry of no key. */
    uint8_t *item = make_item(&t->levels[0], ITEM_HEAD);
    put2(item, FLAG_FIRST | FLAG_LAST);
    item[2] = 0;
    *out = t;
    return 0;
}

void glass_table_close(struct glass_table *t)
{
    if (!t)
        return;
    if (t->file)
        fclose(t->file);
    for (size_t i = 0; i < LEVELS_MAX; i++)
        free(t->levels[i].block);
    free(t);
}

/* The shortest key that parts the new leaf from the one before. */
static void part_leaves(struct glass_table *t, const uint8_t *key, size_t key_len, unsigned component)
{
    struct level *l = &t->levels[0];
    size_t same = 0;

    while (same < key_len && same < t->last_key_len && key[same] == t->last_key[same])
        same++;
    l->first_key_len = same < key_len ? same + 1 : key_len;
    memcpy(l->first_key, key, l->first_key_len);
    l->first_component = component;
}

/* A tag too long for one item goes on in further components of the same key. */
void glass_table_add(struct glass_table *t, const uint8_t *key, size_t key_len, const void *tag, size_t tag_len,
                     bool compressed)
{
    struct level *l = &t->levels[0];
    const uint8_t *rest = tag;
    unsigned component = 1;

    if (key_len > GLASS_KEY_MAX) {
        t->failed = ENAMETOOLONG;
        return;
    }
    for (size_t left = tag_len; !t->failed; component++) {
        size_t head = ITEM_HEAD + key_len + (component > 1 ? 2 : 0);
        size_t part = left < ITEM_MAX - head ? left : ITEM_MAX - head;
        if (!has_room(l, head + part)) {
            write_block(t, 0);
            part_leaves(t, key, key_len, component);
        }
        uint8_t *item = make_item(l, head + part);
        put2(item, (unsigned)(head + part - ITEM_HEAD) | (compressed ? FLAG_COMPRESSED : 0) |
                       (component == 1 ? FLAG_FIRST : 0) | (part == left ? FLAG_LAST : 0));
        item[2] = (uint8_t)key_len;
        memcpy(item + ITEM_HEAD, key, key_len);
        if (component > 1)
            put2(item + ITEM_HEAD + key_len, component);
        if (part)
            memcpy(item + head, rest, part);
        memcpy(t->last_key, key, key_len);
        t->last_key_len = key_len;
        rest += part;
        left -= part;
        if (left == 0)
            break;
    }
    t->entries++;
}

int glass_table_finish(struct glass_table *t, struct glass_root *root, struct error *err)
{
    unsigned level = 0;

    for (; level < LEVELS_MAX && !t->failed; level++) {
        write_block(t, level);
        if (t->levels[level].written == 1)
            break;
    }
    *root = (struct glass_root){t->blocks - 1, level, t->entries};
    errno = 0;
    if (!t->failed && (fflush(t->file) != 0 || ferror(t->file)))
        t->failed = errno ? errno : EIO;
    return t->failed ? error_errno(err, t->failed, "cannot write '%s'", t->path) : 0;
}

/* ---- the version file -------------------------------------------------- */

static void put_root(struct buffer *b, const struct glass_root *root)
{
    bool none = !root || root->entries == 0;

    buffer_put_varint(b, none ? 0 : root->block);
    buffer_put_varint(b, none ? 2 | 1 : root->level << 2); /* leaves are followed through their branches */
    buffer_put_varint(b, none ? 0 : root->entries);
    buffer_put_varint(b, BLOCK >> 11);
    buffer_put_varint(b, 0); /* nothing is compressed on its way */
    buffer_put_varint(b, 0); /* no list of free blocks: never written to */
}

int glass_version_write(const char *dir, const struct glass_root *postlist, const struct glass_root *docdata,
                        const struct glass_stats *stats, struct error *err)
{
    static const uint8_t magic[] = {0x0f, 0x0d, 'X', 'a', 'p', 'i', 'a', 'n', ' ', 'G', 'l', 'a', 's', 's',
                                    FORMAT >> 8, FORMAT & 0xff};
    static const uint8_t uuid[16] = {0}; /* what is merged from it gets its own */
    struct buffer b = buffer_make(4096);
    char path[PATH_MAX];
    int rc = 0;

    buffer_append(&b, magic, sizeof magic);
    buffer_append(&b, uuid, sizeof uuid);
    buffer_put_varint(&b, REVISION);
    for (unsigned i = 0; i < TABLES; i++)
        put_root(&b, i == TABLE_POSTLIST ? postlist : i == TABLE_DOCDATA ? docdata : NULL);
    buffer_put_varint(&b, stats->documents);
    buffer_put_varint(&b, stats->last_docid - stats->documents);
    buffer_put_varint(&b, stats->shortest);
    buffer_put_varint(&b, stats->wdf_max);
    buffer_put_varint(&b, stats->longest - stats->wdf_max);
    buffer_put_varint(&b, 0); /* no changesets */
    buffer_put_varint(&b, stats->total_length);
    buffer_put_varint(&b, 0); /* no spellings */
    snprintf(path, sizeof path, "%.4000s/iamglass", dir);
    FILE *file = b.failed ? NULL : fopen(path, "wxe");
    if (b.failed)
        rc = error_set(err, FAULT_MEMORY, "no memory to index articles");
    else if (!file || fwrite(b.data, 1, b.len, file) != b.len || fflush(file) != 0)
        rc = error_errno(err, errno, "cannot write '%s'", path);
    if (file)
        fclose(file);
    buffer_free(&b);
    return rc;
}
