/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment_write.c - articles packed as records, and appended. */
#include "archive/segment_dictionary.h"
#include "archive/segment_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

enum { WRITE_BEHIND = 1024 * 1024 /* appended bytes gathered before one write */ };

/* ---- packing --------------------------------------------------------- */

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
        .magic = htole32(RECORD_MAGIC),
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
    int rc = segment_failed(s, err);
    segment_close(s);
    if (rc == 0)
        *end = at;
    return rc;
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
        if (ftruncate(w->fd, 0) < 0 || write_all(w->fd, SEGMENT_MAGIC, SEGMENT_START) < 0) {
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
