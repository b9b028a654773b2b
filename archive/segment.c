/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment.c - the articles themselves, read from append-only files. */
#include "archive/segment_dictionary.h"
#include "archive/segment_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

struct segment {
    int fd;
    int failed; /* errno of the last read that the system refused */
    ZSTD_DCtx *zstd;
    struct buffer packed;
    ZSTD_DDict *dictionary; /* that a record was last packed by, and where it stands */
    uint64_t dictionary_at;
    bool seeks_dictionary; /* which no dictionary packs */
};

void segment_close(struct segment *s)
{
    if (!s)
        return;
    if (s->fd >= 0)
        close(s->fd);
    ZSTD_freeDCtx(s->zstd);
    ZSTD_freeDDict(s->dictionary);
    buffer_free(&s->packed);
    free(s);
}

static bool read_whole(struct segment *s, void *to, size_t len, uint64_t offset)
{
    char *at = to;

    while (len) {
        ssize_t n = pread(s->fd, at, len, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            s->failed = errno;
        if (n <= 0)
            return false;
        at += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return true;
}

int segment_open(const char *path, struct segment **out, struct error *err)
{
    struct segment *s = calloc(1, sizeof *s);
    if (!s)
        return error_set(err, FAULT_MEMORY, "no memory to open a segment");
    s->packed = buffer_make((size_t)SEGMENT_RECORD_MAX * 2);
    s->fd = open(path, O_RDONLY | O_CLOEXEC);
    s->zstd = ZSTD_createDCtx();

    char head[SEGMENT_START] = {0};
    if (s->fd < 0)
        error_errno(err, errno, "cannot open segment '%s'", path);
    else if (!s->zstd)
        error_set(err, FAULT_MEMORY, "no memory to open a segment");
    else if (!read_whole(s, head, SEGMENT_START, 0) && s->failed)
        error_errno(err, s->failed, "cannot read segment '%s'", path);
    else if (memcmp(head, SEGMENT_MAGIC, SEGMENT_START) != 0)
        error_set(err, FAULT_DAMAGED, "'%s' is no segment of articles", path);
    else {
        *out = s;
        return 0;
    }
    segment_close(s);
    return -1;
}

static bool head_valid(const struct record_head *h)
{
    return le32toh(h->magic) == RECORD_MAGIC && le32toh(h->check) == head_check(h) &&
           le32toh(h->plain_len) <= SEGMENT_RECORD_MAX && le32toh(h->head_len) <= le32toh(h->plain_len);
}

/* For the records that are read from now on. */
static int load_dictionary(struct segment *s, uint64_t offset, struct error *err)
{
    struct buffer b = buffer_make(SEGMENT_RECORD_MAX);
    struct segment_record record;
    ZSTD_DDict *made = NULL;

    int rc = segment_find_dictionary(s, offset, &b, &record, err);
    if (rc == 0 && !(made = ZSTD_createDDict(record.text, record.text_len)))
        rc = error_set(err, FAULT_MEMORY, "no memory to read an article");
    buffer_free(&b);
    if (rc < 0)
        return -1;
    ZSTD_freeDDict(s->dictionary);
    s->dictionary = made;
    s->dictionary_at = offset;
    return 0;
}

static int no_article(struct segment_place place, struct error *err)
{
    return error_set(err, FAULT_DAMAGED, "no article at byte %llu", (unsigned long long)place.offset);
}

/* What of out the head says, and the link, which stands at bytes (len of them) where there is one. */
static int read_head(const struct record_head *h, const char *bytes, size_t len, struct segment_place place,
                     struct segment_record *out, struct error *err)
{
    if (!head_valid(h) || le32toh(h->packed_len) + sizeof *h != place.length)
        return no_article(place, err);
    *out = (struct segment_record){.kind = (enum segment_kind)(le32toh(h->kind) & ~KIND_FLAGS), .link = {.version = 1}};
    memcpy(out->hash, h->hash, SEGMENT_HASH);
    if (!(le32toh(h->kind) & LINKED))
        return 0;
    return len >= SEGMENT_LINK_BYTES && segment_link_read(bytes, &out->link) ? 0 : no_article(place, err);
}

int segment_peek(struct segment *s, struct segment_place place, struct segment_record *out, struct error *err)
{
    struct record_head h;
    char bytes[sizeof h + SEGMENT_LINK_BYTES];
    struct segment_record record;
    size_t len = place.length < sizeof bytes ? place.length : sizeof bytes;

    if (len < sizeof h || !read_whole(s, bytes, len, place.offset))
        return no_article(place, err);
    memcpy(&h, bytes, sizeof h);
    if (read_head(&h, bytes + sizeof h, len - sizeof h, place, &record, err) < 0)
        return -1;
    *out = record;
    return 0;
}

int segment_read(struct segment *s, struct segment_place place, bool verify, struct buffer *b,
                 struct segment_record *out, struct error *err)
{
    buffer_clear(&s->packed);
    if (place.length < sizeof(struct record_head) || place.length > s->packed.max)
        return no_article(place, err);
    if (!buffer_reserve(&s->packed, place.length))
        return error_set(err, FAULT_MEMORY, "no memory to read an article");
    if (!read_whole(s, s->packed.data, place.length, place.offset))
        return error_set(err, FAULT_DAMAGED, "article at byte %llu is cut off", (unsigned long long)place.offset);

    struct record_head h;
    struct segment_record record;
    const char *packed = s->packed.data + sizeof h;
    size_t len = place.length - sizeof h;
    memcpy(&h, s->packed.data, sizeof h);
    if (read_head(&h, packed, len, place, &record, err) < 0)
        return -1;
    if (le32toh(h.kind) & LINKED) {
        packed += SEGMENT_LINK_BYTES;
        len -= SEGMENT_LINK_BYTES;
    }

    size_t plain = le32toh(h.plain_len);
    buffer_clear(b);
    if (!buffer_reserve(b, plain))
        return error_set(err, FAULT_MEMORY, "no memory to read an article");
    bool by_dictionary = le32toh(h.kind) & BY_DICTIONARY;
    if (by_dictionary) {
        uint64_t by = UINT64_MAX;
        memcpy(&by, packed, len < sizeof by ? 0 : sizeof by);
        if (s->seeks_dictionary || le64toh(by) >= place.offset) /* also: the record is too short to say */
            return no_article(place, err);
        if (!s->dictionary ||
            s->dictionary_at != le64toh(by)) /* and the record, whose bytes are gone by then, once more */
            return load_dictionary(s, le64toh(by), err) < 0 ? -1 : segment_read(s, place, verify, b, out, err);
        packed += sizeof by;
        len -= sizeof by;
    }
    size_t got = ZSTD_decompress_usingDDict(s->zstd, b->data, plain, packed, len, by_dictionary ? s->dictionary : NULL);
    if (ZSTD_isError(got) || got != plain)
        return error_set(err, FAULT_DAMAGED, "article at byte %llu cannot be unpacked",
                         (unsigned long long)place.offset);
    b->len = plain;
    if (verify) {
        uint8_t hash[SEGMENT_HASH];
        segment_hash(b->data, plain, hash);
        if (memcmp(hash, h.hash, SEGMENT_HASH) != 0)
            return error_set(err, FAULT_DAMAGED, "article at byte %llu is not what was stored",
                             (unsigned long long)place.offset);
    }
    record.head = b->data;
    record.head_len = le32toh(h.head_len);
    record.text = b->data + record.head_len;
    record.text_len = plain - record.head_len;
    *out = record;
    return 0;
}

static bool record_at(struct segment *s, uint64_t offset, uint64_t size, struct segment_place *place)
{
    struct record_head h;

    if (offset + sizeof h > size || !read_whole(s, &h, sizeof h, offset) || !head_valid(&h))
        return false;
    uint64_t length = sizeof h + le32toh(h.packed_len);
    if (offset + length > size || length > UINT32_MAX)
        return false;
    *place = (struct segment_place){.offset = offset, .length = (uint32_t)length};
    return true;
}

bool segment_next(struct segment *s, uint64_t offset, struct segment_place *place, bool *damaged)
{
    struct stat st;

    *damaged = false;
    if (fstat(s->fd, &st) < 0) {
        s->failed = errno;
        *damaged = true;
        return false;
    }
    uint64_t size = (uint64_t)st.st_size;
    if (offset < SEGMENT_START)
        offset = SEGMENT_START;
    if (offset >= size)
        return false;
    if (record_at(s, offset, size, place))
        return true;
    /* Past damage, the next whole record is looked for byte by byte: one bad
     * record must not take those behind it along. */
    *damaged = true;
    while (++offset < size && !s->failed)
        if (record_at(s, offset, size, place))
            return true;
    return false;
}

int segment_failed(const struct segment *s, struct error *err)
{
    return s->failed ? error_errno(err, s->failed, "not all stored articles can be read") : 0;
}

int segment_find_dictionary(struct segment *s, uint64_t offset, struct buffer *b, struct segment_record *out,
                            struct error *err)
{
    struct segment_place place = {.offset = offset};
    struct error why = {0};
    bool damaged;

    bool found = false;
    s->seeks_dictionary = true;
    for (int copy = 0; copy < 2 && !found && segment_next(s, place.offset + place.length, &place, &damaged); copy++)
        found = segment_read(s, place, true, b, out, &why) == 0 && out->kind == SEGMENT_DICTIONARY;
    s->seeks_dictionary = false;
    if (found)
        return 0;
    if (why.fault == FAULT_MEMORY)
        return error_set(err, FAULT_MEMORY, "%s", why.text);
    return error_set(err, FAULT_DAMAGED, "the dictionary at byte %llu, which articles are packed by, is damaged",
                     (unsigned long long)offset);
}
