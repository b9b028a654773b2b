/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_run.c - a run's file of keys: read, and made. */
#include "archive/copies_run.h"

#include "archive/array_grow.h"
#include "archive/copies.h"

#include <stdlib.h>
#include <string.h>

#define COPIES_KIND UINT64_C(0x31307970636f7374) /* "tsocpy01" */
#define FOLLOWS (UINT32_C(1) << 31)               /* of a docid: SCHEMA_DOCID_MAX leaves it free */
enum { ENTRIES_A_PLACE = 8, BITS_MAX = 28, TAG_BITS = 16, KEY_BITS = 32 };
_Static_assert(SCHEMA_DOCID_MAX < FOLLOWS, "a docid leaves its upper bit free");

struct copies_head {
    struct sealed_head sealed;
    uint64_t entries, bits;
    uint64_t starts; /* offsets in the file from here on: uint32_t, where each place's entries begin, and one more */
    uint64_t tags;   /* uint16_t an entry */
    uint64_t docids; /* uint32_t an entry, with FOLLOWS */
};

struct copies_run {
    struct sealed file; /* first: sealed_open */
    const uint32_t *starts, *docids;
    const uint16_t *tags;
    size_t entries;
    unsigned bits;
};

static bool take_tables(void *object)
{
    struct copies_run *c = object;
    const struct copies_head *h = (const void *)c->file.map;

    if (h->bits > BITS_MAX || h->entries > UINT32_MAX)
        return false;
    c->bits = (unsigned)h->bits;
    c->entries = h->entries;
    c->starts = sealed_table(&c->file, h->starts, (UINT64_C(1) << h->bits) + 1, sizeof *c->starts);
    c->tags = sealed_table(&c->file, h->tags, h->entries, sizeof *c->tags);
    c->docids = sealed_table(&c->file, h->docids, h->entries, sizeof *c->docids);
    return c->starts && c->tags && c->docids;
}

const struct sealed_kind copies_kind = {COPIES_FILE, COPIES_KIND, sizeof(struct copies_head),
                                        sizeof(struct copies_run), take_tables};

size_t copies_run_entries(const struct copies_run *c)
{
    return c->entries;
}

static uint32_t place_of(uint32_t key, unsigned bits)
{
    return bits ? key >> (KEY_BITS - bits) : 0;
}

static uint16_t tag_of(uint32_t key, unsigned bits)
{
    return (uint16_t)((uint64_t)key << bits >> (KEY_BITS - TAG_BITS));
}

bool copies_run_find(const struct copies_run *c, uint32_t key, size_t i, struct copies_found *out)
{
    uint32_t place = place_of(key, c->bits), from = c->starts[place], end = c->starts[place + 1];
    uint16_t tag = tag_of(key, c->bits);

    if (end > c->entries)
        return false; /* damaged: `check` tells */
    while (from < end) {
        uint32_t middle = from + (end - from) / 2;
        if (c->tags[middle] < tag)
            from = middle + 1;
        else
            end = middle;
    }
    size_t at = from + i;
    if (at >= c->starts[place + 1] || at >= c->entries || c->tags[at] != tag)
        return false;
    *out = (struct copies_found){c->docids[at] & ~FOLLOWS, (c->docids[at] & FOLLOWS) != 0};
    return true;
}

/* ---- making ---------------------------------------------------------- */

bool copies_keys_add(struct copies_keys *k, const struct story_keys *keys, uint32_t docid, uint64_t group)
{
    uint32_t entry = group && !(group & COPIES_LEADS) ? docid | FOLLOWS : docid;

    if (!array_grow(&k->at, &k->size, k->count + SKETCH_KEYS, sizeof *k->at))
        return false;
    for (uint32_t i = 0; i < keys->count; i++)
        k->at[k->count++] = (uint64_t)keys->at[i] << 32 | entry;
    return true;
}

void copies_keys_free(struct copies_keys *k)
{
    free(k->at);
    *k = (struct copies_keys){0};
}

static int rising(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static void write_starts(struct sealed_writer *file, const uint64_t *all, size_t count, unsigned bits)
{
    size_t at = 0;

    for (uint64_t place = 0; place <= UINT64_C(1) << bits; place++) {
        while (at < count && place_of((uint32_t)(all[at] >> 32), bits) < place)
            at++;
        uint32_t start = (uint32_t)at;
        sealed_write(file, &start, sizeof start, 1);
    }
}

static int write_tables(const uint64_t *all, size_t count, const char *path, struct error *err)
{
    struct copies_head head = {.entries = count};
    struct sealed_writer file = {0};

    while (head.bits < BITS_MAX && count >> head.bits > ENTRIES_A_PLACE)
        head.bits++;
    if (sealed_create(path, sizeof head, &file, err) < 0)
        return -1;
    head.starts = sealed_begin_table(&file);
    write_starts(&file, all, count, (unsigned)head.bits);
    head.tags = sealed_begin_table(&file);
    for (size_t i = 0; i < count; i++) {
        uint16_t tag = tag_of((uint32_t)(all[i] >> 32), (unsigned)head.bits);
        sealed_write(&file, &tag, sizeof tag, 1);
    }
    head.docids = sealed_begin_table(&file);
    for (size_t i = 0; i < count; i++) {
        uint32_t docid = (uint32_t)all[i];
        sealed_write(&file, &docid, sizeof docid, 1);
    }
    int rc = sealed_check(&file, err) < 0 ? -1 : sealed_finish(&file, &copies_kind, &head.sealed, err);
    sealed_writer_close(&file);
    return rc;
}

int copies_write(const struct copies_keys *lists, size_t count, const char *path, struct error *err)
{
    size_t all = 0, at = 0;

    for (size_t i = 0; i < count; i++)
        all += lists[i].count;
    uint64_t *joined = malloc((all + 1) * sizeof *joined);
    if (!joined || all > UINT32_MAX) {
        free(joined);
        return error_set(err, FAULT_MEMORY, "no memory for the keys of %zu articles", all / SKETCH_KEYS);
    }
    for (size_t i = 0; i < count; i++) {
        if (lists[i].count)
            memcpy(joined + at, lists[i].at, lists[i].count * sizeof *joined);
        at += lists[i].count;
    }
    qsort(joined, all, sizeof *joined, rising);
    int rc = write_tables(joined, all, path, err);
    free(joined);
    return rc;
}
