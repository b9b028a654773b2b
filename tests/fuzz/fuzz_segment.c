/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_segment.c - of a file of any bytes each whole record is found, and nothing else is taken for one.
 *
 * The check over a record's head is put right before the file is read, wherever the magic of one
 * stands: else hardly an input would get past it, to the lengths and to zstd. */
#include "archive/scoped.h"
#include "archive/segment.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <sys/mman.h>

enum { HEAD = 56, CHECKED = 20, RECORDS_MAX = 1000 };

static void mend_checks(uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at + HEAD <= size; at++) {
        if (memcmp(bytes + at, "ART1", 4) != 0)
            continue;
        uint32_t x = 2166136261u;
        for (size_t i = 0; i < CHECKED; i++)
            x = (x ^ bytes[at + i]) * 16777619u;
        for (size_t i = 0; i < 4; i++)
            bytes[at + CHECKED + i] = (uint8_t)(x >> 8 * i);
    }
}

static void read_at(struct segment *s, struct segment_place place)
{
    struct buffer b = buffer_make(SEGMENT_RECORD_MAX);
    struct segment_record r;
    struct error err = {0};
    uint8_t hash[SEGMENT_HASH];

    if (segment_read(s, place, true, &b, &r, &err)) {
        law(err.fault == FAULT_DAMAGED && *err.text);
    } else {
        touch(r.head, r.head_len);
        touch(r.text, r.text_len);
        law(r.head == b.data && r.text == r.head + r.head_len && r.head_len + r.text_len == b.len);
        segment_hash(b.data, b.len, hash);
        law(memcmp(hash, r.hash, SEGMENT_HASH) == 0);
    }
    buffer_free(&b);
}

/* Walks the file; where its last whole record ends, and whether all before that is whole. */
static uint64_t walk(const char *path, size_t size, bool *whole)
{
    struct segment *s = NULL;
    struct segment_place place;
    uint64_t end = SEGMENT_START;
    bool damaged;

    *whole = true;
    if (segment_open(path, &s, NULL))
        return 0;
    for (unsigned i = 0; i < RECORDS_MAX && segment_next(s, end, &place, &damaged); i++) {
        law(damaged == (place.offset != end));
        law(place.offset >= end && place.offset + place.length <= size);
        read_at(s, place);
        *whole = *whole && !damaged;
        end = place.offset + place.length;
    }
    /* places that no walk gave: an index may name anything once it is damaged */
    read_at(s, (struct segment_place){size / 2, (uint32_t)(size / 2)});
    read_at(s, (struct segment_place){UINT64_MAX - 8, UINT32_MAX});
    segment_close(s);
    return end;
}

/* A writer takes the file over: what is whole stays, and its own record is found behind. (A head that claims more
 * than the file had would swallow it; only a forged one can.) */
static void append(const char *path, uint64_t end, bool whole)
{
    static const char payload[] = "{\"id\":\"x\"}text";
    struct segment_writer *w = NULL;
    struct segment_packer *packer = segment_packer_new();
    struct buffer record = buffer_make(1 << 16);
    struct segment_place place;
    uint8_t hash[SEGMENT_HASH];
    bool damage_free;

    segment_hash(payload, sizeof payload - 1, hash);
    law(segment_pack(packer, SEGMENT_ARTICLE, payload, sizeof payload - 1, 10, hash, NULL, &record, NULL) == 0);
    law(segment_writer_open(path, 0, &w, NULL) == 0);
    law(segment_end(w) == end);
    law(segment_append(w, record.data, record.len, &place, NULL) == 0 && segment_sync(w, NULL) == 0);
    uint64_t behind = walk(path, (size_t)segment_end(w), &damage_free);
    law(!whole || (damage_free && behind == end + record.len));
    segment_writer_close(w);
    segment_packer_free(packer);
    buffer_free(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[40];
    int fd = memfd_create("segment", MFD_CLOEXEC);
    law(fd >= 0 && ftruncate(fd, (off_t)size) == 0);
    if (size) {
        uint8_t *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        law(bytes != MAP_FAILED);
        memcpy(bytes, data, size);
        mend_checks(bytes, size);
        munmap(bytes, size);
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    bool whole;
    uint64_t end = walk(path, size, &whole);
    if (end)
        append(path, end, whole);
    close(fd);
    return 0;
}
