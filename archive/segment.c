/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment.c - the articles themselves, in append-only files. */
#include "archive/segment.h"

#include "archive/scoped.h"
#include "archive/segment_dictionary.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <string.h>
#include <sys/stat.h>
#include <zstd.h>

enum {
    WRITE_BEHIND = 1024 * 1024     /* appended bytes gathered before one write */
};

/* Set in a record's kind: its packed bytes begin with the offset of the dictionary they are packed by (8 bytes). */
#define BY_DICTIONARY UINT32_C(0x100)
/* A segment_link stands before them; and both flags. */
#define LINKED UINT32_C(0x200)
#define FLAGS (BY_DICTIONARY | LINKED)

static const char segment_magic[SEGMENT_START] = "hustings seg 01";
static const uint32_t record_magic = 0x31545241; /* "ART1" in little-endian order */

/* Little-endian on disk, whatever the machine. */
struct record_head {
    uint32_t magic;
    uint32_t kind;
    uint32_t packed_len;
    uint32_t plain_len;
    uint32_t head_len;
    uint32_t check; /* of the five fields above: tells a record from text that looks like one */
    uint8_t hash[SEGMENT_HASH];
};
_Static_assert(sizeof(struct record_head) == 56, "records are laid out by hand");

static uint32_t head_check(const struct record_head *h)
{
    return segment_check(h, offsetof(struct record_head, check)); /* the hash proves the content */
}

struct segment_packer {
    ZSTD_CCtx *zstd;
};

struct segment_packer *segment_packer_new(void)
{
    struct segment_packer *p = calloc(1, sizeof *p);

    if (!p)
        return NULL;
    p->zstd = ZSTD_createCCtx();
    /* The checksum costs nothing beside the hash, and every reading of a text proves it. */
    if (!p->zstd || ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, SEGMENT_PACK_LEVEL)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1))) {
        segment_packer_free(p);
        return NULL;
    }
    return p;
}

void segment_packer_free(struct segment_packer *p)
{
    if (!p)
        return;
    ZSTD_freeCCtx(p->zstd);
    free(p);
}

void segment_hash(const char *payload, size_t len, uint8_t hash[SEGMENT_HASH])
{
    struct sha256_ctx sha;

    sha256_init(&sha);
    sha256_update(&sha, len, (const uint8_t *)payload);
    sha256_digest(&sha, SEGMENT_HASH, hash);
}

int segment_pack(struct segment_packer *p, enum segment_kind kind, const char *payload, size_t len, size_t head_len,
                 const uint8_t hash[SEGMENT_HASH], const struct segment_dictionary *dictionary, struct buffer *out,
                 struct error *err)
{
    uint64_t by = dictionary ? htole64(segment_dictionary_offset(dictionary)) : 0;
    size_t before = sizeof(struct record_head) + (dictionary ? sizeof by : 0);

    if (len > SEGMENT_RECORD_MAX || head_len > len)
        return error_set(err, FAULT_INVALID, "article of %zu bytes is over the limit of %d", len, SEGMENT_RECORD_MAX);

    size_t bound = ZSTD_compressBound(len);
    if (!buffer_reserve(out, before + bound))
        return error_set(err, FAULT_MEMORY, "no memory to pack an article of %zu bytes", len);

    char *at = out->data + out->len;
    size_t packed = ZSTD_CCtx_refCDict(p->zstd, dictionary ? segment_dictionary_packs(dictionary) : NULL);
    if (!ZSTD_isError(packed))
        packed = ZSTD_compress2(p->zstd, at + before, bound, payload, len);
    if (ZSTD_isError(packed))
        return error_set(err, FAULT_INTERNAL, "cannot pack an article: %s", ZSTD_getErrorName(packed));
    memcpy(at + sizeof(struct record_head), &by, before - sizeof(struct record_head));
    packed += before - sizeof(struct record_head);

    struct record_head h = {
        .magic = htole32(record_magic),
        .kind = htole32((uint32_t)kind | (dictionary ? BY_DICTIONARY : 0)),
        .packed_len = htole32((uint32_t)packed),
        .plain_len = htole32((uint32_t)len),
        .head_len = htole32((uint32_t)head_len),
    };
    memcpy(h.hash, hash, SEGMENT_HASH);
    h.check = htole32(head_check(&h));
    memcpy(at, &h, sizeof h);
    out->len += sizeof h + packed;
    return 0;
}

/* ---- writing --------------------------------------------------------- */

struct segment_writer {
    int fd;
    uint64_t written; /* bytes in the file */
    struct buffer behind;
};

static int write_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0) {
            if (errno == EINTR)
                continue;
            return -1;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return 0;
}

/* The end of the last whole record: damage before it is for `check` to report,
 * never a reason to cut off the articles behind it. */
static int whole_end(const char *path, uint64_t *end, struct error *err)
{
    struct segment *s = NULL;
    if (segment_open(path, &s, err) < 0)
        return -1;

    uint64_t at = SEGMENT_START;
    struct segment_place place;
    bool damaged;
    while (segment_next(s, at, &place, &damaged))
        at = place.offset + place.length;
    segment_close(s);
    *end = at;
    return 0;
}

int segment_writer_open(const char *path, uint64_t end, struct segment_writer **out, struct error *err)
{
    struct segment_writer *w = calloc(1, sizeof *w);
    if (!w)
        return error_set(err, FAULT_MEMORY, "no memory to open a segment");
    w->behind = buffer_make((size_t)SEGMENT_RECORD_MAX * 2 + WRITE_BEHIND);

    w->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    struct stat st;
    if (w->fd < 0 || fstat(w->fd, &st) < 0) {
        error_errno(err, errno, "cannot open segment '%s'", path);
        segment_writer_close(w);
        return -1;
    }
    if (st.st_size < SEGMENT_START) {
        /* New, or a crash came before its first sync: no record can be in it. */
        if (ftruncate(w->fd, 0) < 0 || write_all(w->fd, segment_magic, SEGMENT_START) < 0) {
            error_errno(err, errno, "cannot begin segment '%s'", path);
            segment_writer_close(w);
            return -1;
        }
        w->written = SEGMENT_START;
        *out = w;
        return 0;
    }
    if (end < SEGMENT_START && whole_end(path, &end, err) < 0) {
        segment_writer_close(w);
        return -1;
    }
    if (end > (uint64_t)st.st_size) {
        error_set(err, FAULT_DAMAGED, "segment '%s' is shorter than the index says", path);
        segment_writer_close(w);
        return -1;
    }
    if (ftruncate(w->fd, (off_t)end) < 0 || lseek(w->fd, (off_t)end, SEEK_SET) < 0) {
        error_errno(err, errno, "cannot cut segment '%s'", path);
        segment_writer_close(w);
        return -1;
    }
    w->written = end;
    *out = w;
    return 0;
}

int segment_flush(struct segment_writer *w, struct error *err)
{
    if (!w->behind.len)
        return 0;
    if (write_all(w->fd, w->behind.data, w->behind.len) < 0) {
        int why = errno;
        /* A part may be there: leave the file as it was, so that a retry cannot double it. */
        if (ftruncate(w->fd, (off_t)w->written) < 0 || lseek(w->fd, (off_t)w->written, SEEK_SET) < 0)
            return error_errno(err, errno, "cannot undo a half-written article");
        return error_errno(err, why, "cannot write articles");
    }
    w->written += w->behind.len;
    buffer_clear(&w->behind);
    return 0;
}

int segment_append(struct segment_writer *w, const char *record, size_t len, struct segment_place *place,
                   struct error *err)
{
    uint64_t offset = segment_end(w);

    if (!buffer_append(&w->behind, record, len))
        return error_set(err, FAULT_MEMORY, "no memory for an article of %zu bytes", len);
    if (w->behind.len >= WRITE_BEHIND && segment_flush(w, err) < 0)
        return -1;
    *place = (struct segment_place){.offset = offset, .length = (uint32_t)len};
    return 0;
}

int segment_append_linked(struct segment_writer *w, const char *record, size_t len, const struct segment_link *link,
                          struct segment_place *place, struct error *err)
{
    struct record_head h;
    char bytes[SEGMENT_LINK_BYTES];

    if (len < sizeof h || len > UINT32_MAX - sizeof bytes)
        return error_set(err, FAULT_INTERNAL, "no record to append");
    memcpy(&h, record, sizeof h);
    h.kind = htole32(le32toh(h.kind) | LINKED);
    h.packed_len = htole32(le32toh(h.packed_len) + SEGMENT_LINK_BYTES);
    h.check = htole32(head_check(&h));
    segment_link_write(link, bytes);
    if (!buffer_reserve(&w->behind, len + sizeof bytes)) /* all of it or nothing */
        return error_set(err, FAULT_MEMORY, "no memory for an article of %zu bytes", len);
    uint64_t offset = segment_end(w);
    buffer_append(&w->behind, &h, sizeof h);
    buffer_append(&w->behind, bytes, sizeof bytes);
    buffer_append(&w->behind, record + sizeof h, len - sizeof h);
    if (w->behind.len >= WRITE_BEHIND && segment_flush(w, err) < 0)
        return -1;
    *place = (struct segment_place){.offset = offset, .length = (uint32_t)(len + sizeof bytes)};
    return 0;
}

int segment_sync(struct segment_writer *w, struct error *err)
{
    if (segment_flush(w, err) < 0)
        return -1;
    if (fdatasync(w->fd) < 0)
        return error_errno(err, errno, "cannot sync articles");
    return 0;
}

uint64_t segment_end(const struct segment_writer *w)
{
    return w->written + w->behind.len;
}

void segment_writer_close(struct segment_writer *w)
{
    if (!w)
        return;
    if (w->fd >= 0)
        close(w->fd);
    buffer_free(&w->behind);
    free(w);
}

/* ---- reading --------------------------------------------------------- */

struct segment {
    int fd;
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

int segment_open(const char *path, struct segment **out, struct error *err)
{
    struct segment *s = calloc(1, sizeof *s);
    if (!s)
        return error_set(err, FAULT_MEMORY, "no memory to open a segment");
    s->packed = buffer_make((size_t)SEGMENT_RECORD_MAX * 2);
    s->fd = open(path, O_RDONLY | O_CLOEXEC);
    s->zstd = ZSTD_createDCtx();

    char head[SEGMENT_START];
    if (s->fd < 0)
        error_errno(err, errno, "cannot open segment '%s'", path);
    else if (!s->zstd)
        error_set(err, FAULT_MEMORY, "no memory to open a segment");
    else if (pread(s->fd, head, SEGMENT_START, 0) != SEGMENT_START || memcmp(head, segment_magic, SEGMENT_START) != 0)
        error_set(err, FAULT_DAMAGED, "'%s' is no segment of articles", path);
    else {
        *out = s;
        return 0;
    }
    segment_close(s);
    return -1;
}

static bool read_whole(int fd, void *to, size_t len, uint64_t offset)
{
    char *at = to;

    while (len) {
        ssize_t n = pread(fd, at, len, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return true;
}

static bool head_valid(const struct record_head *h)
{
    return le32toh(h->magic) == record_magic && le32toh(h->check) == head_check(h) &&
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
    *out = (struct segment_record){.kind = (enum segment_kind)(le32toh(h->kind) & ~FLAGS), .link = {.version = 1}};
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

    if (len < sizeof h || !read_whole(s->fd, bytes, len, place.offset))
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
    if (!read_whole(s->fd, s->packed.data, place.length, place.offset))
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

    if (offset + sizeof h > size || !read_whole(s->fd, &h, sizeof h, offset) || !head_valid(&h))
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
    while (++offset < size)
        if (record_at(s, offset, size, place))
            return true;
    return false;
}

int segment_find_dictionary(struct segment *s, uint64_t offset, struct buffer *b, struct segment_record *out,
                            struct error *err)
{
    struct segment_place place = {.offset = offset};
    struct error ignored;
    bool damaged;

    bool found = false;
    s->seeks_dictionary = true;
    for (int copy = 0; copy < 2 && !found && segment_next(s, place.offset + place.length, &place, &damaged); copy++)
        found = segment_read(s, place, true, b, out, &ignored) == 0 && out->kind == SEGMENT_DICTIONARY;
    s->seeks_dictionary = false;
    if (found)
        return 0;
    return error_set(err, FAULT_DAMAGED, "the dictionary at byte %llu, which articles are packed by, is damaged",
                     (unsigned long long)offset);
}
