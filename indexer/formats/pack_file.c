/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack_file.c - a zip that lies in a file, read by its directory. */
#include "indexer/formats/pack_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BLOCK_BYTES = 64 << 10,
    END_BYTES = 22, /* of the record at the end, a comment behind it */
    END_SIZE = 12,  /* where in it the directory's size stands, in four bytes */
    COMMENT_MAX = 65535,
    DIRECTORY_BYTES_MAX = 32 << 20 /* libarchive holds it all, some three times as large */
};

struct pack_file {
    struct input *in;
    int fd;
    uint64_t size, at;
    char block[BLOCK_BYTES];
};

static uint32_t number(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static bool has_directory(int fd, uint64_t size)
{
    enum { TAIL = END_BYTES + COMMENT_MAX };
    size_t len = size < TAIL ? (size_t)size : TAIL;
    char first[4], *tail = malloc(TAIL);
    bool found = false;

    if (tail && pread(fd, first, sizeof first, 0) == (ssize_t)sizeof first && memcmp(first, "PK\3\4", 4) == 0 &&
        pread(fd, tail, len, (off_t)(size - len)) == (ssize_t)len) {
        for (size_t i = len < END_BYTES ? 0 : len - END_BYTES + 1; i > 0 && !found; i--) {
            if (memcmp(tail + i - 1, "PK\5\6", 4) == 0)
                found = number(tail + i - 1 + END_SIZE) <= DIRECTORY_BYTES_MAX; /* zip64 has all bits set */
        }
    }
    free(tail);
    return found;
}

struct pack_file *pack_file_of(struct input *in)
{
    uint64_t size;
    int fd = input_file(in, &size);
    struct pack_file *f = fd >= 0 && has_directory(fd, size) ? malloc(sizeof *f) : NULL;

    if (f) {
        f->in = in;
        f->fd = fd;
        f->size = size;
        f->at = 0;
    }
    return f;
}

void pack_file_free(struct pack_file *f)
{
    free(f);
}

static la_ssize_t take(struct archive *opened, void *ctx, const void **block)
{
    struct pack_file *f = ctx;

    ssize_t n = pread(f->fd, f->block, sizeof f->block, (off_t)f->at);
    if (n < 0) {
        archive_set_error(opened, errno, "cannot be read: %s", strerror(errno));
        return ARCHIVE_FATAL;
    }
    f->at += (uint64_t)n;
    input_file_taken(f->in, (uint64_t)n);
    *block = f->block;
    return n;
}

static la_int64_t skip(struct archive *opened, void *ctx, la_int64_t bytes)
{
    struct pack_file *f = ctx;
    uint64_t left = f->size - f->at, n = bytes < 0 ? 0 : (uint64_t)bytes;

    (void)opened;
    n = n < left ? n : left;
    f->at += n;
    return (la_int64_t)n;
}

static la_int64_t seek(struct archive *opened, void *ctx, la_int64_t offset, int whence)
{
    struct pack_file *f = ctx;
    la_int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (la_int64_t)f->at : (la_int64_t)f->size;

    (void)opened;
    if (offset < -from || offset > (la_int64_t)f->size - from)
        return ARCHIVE_FATAL;
    f->at = (uint64_t)(from + offset);
    return (la_int64_t)f->at;
}

int pack_file_open(struct pack_file *f, struct archive *opened)
{
    archive_read_support_format_zip_seekable(opened);
    archive_read_set_read_callback(opened, take);
    archive_read_set_skip_callback(opened, skip);
    archive_read_set_seek_callback(opened, seek);
    int rc = archive_read_set_callback_data(opened, f);
    return rc == ARCHIVE_OK ? archive_read_open1(opened) : rc;
}
