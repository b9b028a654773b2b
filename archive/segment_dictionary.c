/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment_dictionary.c - what the articles of an archive have in common. */
#include "archive/segment_dictionary.h"

#include "archive/scoped.h"

#include <stdlib.h>
#include <zdict.h>

enum { DICTIONARY_BYTES = 110 << 10 /* zstd's own default */ };

struct segment_dictionary {
    uint64_t offset;
    ZSTD_CDict *packs;
};

static int make(const char *bytes, size_t len, uint64_t offset, struct segment_dictionary **out, struct error *err)
{
    struct segment_dictionary *d = calloc(1, sizeof *d);

    if (d)
        d->packs = ZSTD_createCDict(bytes, len, SEGMENT_PACK_LEVEL);
    if (!d || !d->packs) {
        segment_dictionary_free(d);
        return error_set(err, FAULT_MEMORY, "no memory to pack articles");
    }
    d->offset = offset;
    *out = d;
    return 0;
}

/* Twice: one bad sector must not cost every article that is packed by it. */
static int append_twice(struct segment_writer *w, const char *bytes, size_t len, struct error *err)
{
    struct segment_packer *packer = segment_packer_new();
    struct buffer record = buffer_make((size_t)DICTIONARY_BYTES * 2);
    struct segment_place place;
    uint8_t hash[SEGMENT_HASH];

    segment_hash(bytes, len, hash);
    int rc = packer ? segment_pack(packer, SEGMENT_DICTIONARY, bytes, len, 0, hash, NULL, &record, err)
                    : error_set(err, FAULT_MEMORY, "no memory to pack articles");
    for (int copy = 0; rc == 0 && copy < 2; copy++)
        rc = segment_append(w, record.data, record.len, &place, err);
    segment_packer_free(packer);
    buffer_free(&record);
    return rc;
}

int segment_dictionary_train(struct segment_writer *w, const char *samples, const size_t *sizes, size_t count,
                             struct segment_dictionary **out, struct error *err)
{
    scoped(char_ptr) char *bytes = malloc(DICTIONARY_BYTES);
    uint64_t offset = segment_end(w);

    if (!bytes)
        return error_set(err, FAULT_MEMORY, "no memory to pack articles");
    size_t len = ZDICT_trainFromBuffer(bytes, DICTIONARY_BYTES, samples, sizes, (unsigned)count);
    if (ZDICT_isError(len))
        return error_set(err, FAULT_INVALID, "no dictionary: %s", ZDICT_getErrorName(len));
    return append_twice(w, bytes, len, err) < 0 ? -1 : make(bytes, len, offset, out, err);
}

int segment_dictionary_read(const char *path, uint64_t offset, struct segment_dictionary **out, struct error *err)
{
    struct buffer b = buffer_make(SEGMENT_RECORD_MAX);
    struct segment_record record;
    struct segment *s = NULL;

    int rc = segment_open(path, &s, err);
    if (rc == 0)
        rc = segment_find_dictionary(s, offset, &b, &record, err);
    if (rc == 0)
        rc = make(record.text, record.text_len, offset, out, err);
    segment_close(s);
    buffer_free(&b);
    return rc;
}

void segment_dictionary_free(struct segment_dictionary *d)
{
    if (!d)
        return;
    ZSTD_freeCDict(d->packs);
    free(d);
}

uint64_t segment_dictionary_offset(const struct segment_dictionary *d)
{
    return d->offset;
}

const ZSTD_CDict *segment_dictionary_packs(const struct segment_dictionary *d)
{
    return d->packs;
}
