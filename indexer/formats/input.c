/* SPDX-License-Identifier: GPL-2.0-or-later */
/* input.c - a file, stdin, memory or a part of another stream as one stream, unpacked on the way. */
#include "indexer/formats/format.h"

#include "archive/scoped.h"
#include "indexer/formats/gunzip.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>

enum { READ_BYTES = 64 << 10, PEEK_WAIT_MS = 1000 };

struct input {
    struct archive *packed;
    struct gunzip *gunzip; /* between the source and libarchive */
    int fd, stop_fd;       /* -1: none */
    char *block;           /* READ_BYTES of fd */
    const char *memory;    /* what is not taken yet of memory_len bytes */
    size_t memory_len;
    struct input *outer;  /* what it is a part of; or NULL */
    struct error why;     /* what ended it, or its source, too early */
    bool failed;
    uint64_t taken;       /* bytes of fd, or of memory */
    uint64_t unpacked;    /* bytes that came out of it and of all its parts */
    bool empty;           /* libarchive finds no entry in nothing and must not be asked for data */
    long long left;       /* bytes until max */
    const char *block_at; /* what libarchive gave and was not copied yet */
    size_t block_len;
    size_t from, to; /* what of bytes is not used up */
    char bytes[READ_BYTES];
};

/* The reason of the source goes before what libarchive makes of it. */
static int say(struct input *in, struct error *err)
{
    if (*in->why.text)
        return err == &in->why ? -1 : error_set(err, in->why.fault, "%s", in->why.text);
    const char *text = archive_error_string(in->packed);
    return error_set(err, FAULT_IO, "cannot be read: %s", text ? text : "the data is damaged");
}

/* libarchive's callback */
static la_ssize_t take_packed(struct archive *packed, void *ctx, const void **block)
{
    struct input *in = ctx;
    const char *bytes = NULL;
    size_t len = 0;

    (void)packed;
    int more = gunzip_take(in->gunzip, &bytes, &len, &in->why);
    *block = bytes;
    return more < 0 ? ARCHIVE_FATAL : more ? (la_ssize_t)len : 0;
}

static struct input *input_new(input_source *source, void *ctx, long long max, struct error *err)
{
    struct input *in = calloc(1, sizeof *in);
    if (in) {
        in->fd = in->stop_fd = -1;
        in->packed = archive_read_new();
        in->gunzip = gunzip_new(source, ctx ? ctx : in);
    }
    if (!in || !in->packed || !in->gunzip) {
        input_close(in);
        error_set(err, FAULT_MEMORY, "out of memory");
        return NULL;
    }
    in->left = max;
    archive_read_support_filter_gzip(in->packed); /* within gzip */
    archive_read_support_filter_zstd(in->packed);
    archive_read_support_format_raw(in->packed);
    archive_read_support_format_empty(in->packed);
    return in;
}

static struct input *input_begin(struct input *in, struct error *err)
{
    struct archive_entry *entry;
    int rc = archive_read_open(in->packed, in, NULL, take_packed, NULL);
    if (rc == ARCHIVE_OK)
        rc = archive_read_next_header(in->packed, &entry);
    in->empty = rc == ARCHIVE_EOF;
    if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN || rc == ARCHIVE_EOF)
        return in;
    say(in, err);
    input_close(in);
    return NULL;
}

/* input_source; a silent pipe is left when stop_fd is readable. */
static int take_fd(void *ctx, const char **bytes, size_t *len, struct error *err)
{
    struct input *in = ctx;
    struct pollfd either[] = {{.fd = in->fd, .events = POLLIN}, {.fd = in->stop_fd, .events = POLLIN}};

    for (;;) {
        if (poll(either, 2, -1) < 0 && errno != EINTR)
            break;
        if (either[1].revents)
            return error_set(err, FAULT_NONE, "stopped");
        ssize_t n = either[0].revents ? read(in->fd, in->block, READ_BYTES) : -1;
        if (n < 0 && either[0].revents && errno != EINTR && errno != EAGAIN)
            break;
        if (n < 0)
            continue;
        *bytes = in->block;
        *len = (size_t)n;
        in->taken += (uint64_t)n;
        return n > 0;
    }
    return error_set(err, FAULT_IO, "cannot be read: %s", strerror(errno));
}

/* input_source */
static int take_memory(void *ctx, const char **bytes, size_t *len, struct error *err)
{
    struct input *in = ctx;

    (void)err;
    *bytes = in->memory;
    *len = in->memory_len;
    in->memory_len = 0;
    return *len > 0;
}

struct input *input_open(const char *path, long long max, int stop_fd, struct error *err)
{
    bool std = strcmp(path, "-") == 0;
    scoped(fd) int fd = std ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        error_set(err, FAULT_IO, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    struct input *in = input_new(take_fd, NULL, max, err);
    if (!in)
        return NULL;
    in->block = malloc(READ_BYTES);
    if (!in->block) {
        error_set(err, FAULT_MEMORY, "out of memory");
        input_close(in);
        return NULL;
    }
    in->fd = fd;
    in->stop_fd = stop_fd;
    fd = -1;
    return input_begin(in, err);
}

uint64_t input_taken(const struct input *in)
{
    return in->taken;
}

struct input *input_from_memory(const void *bytes, size_t len, long long max, struct error *err)
{
    struct input *in = input_new(take_memory, NULL, max, err);
    if (!in)
        return NULL;
    in->memory = bytes;
    in->memory_len = in->taken = len;
    return input_begin(in, err);
}

struct input *input_within(struct input *outer, input_source *source, void *ctx, struct error *err)
{
    struct input *in = input_new(source, ctx, INT64_MAX, err);
    if (!in)
        return NULL;
    in->outer = outer;
    return input_begin(in, err);
}

void input_close(struct input *in)
{
    if (!in)
        return;
    archive_read_free(in->packed);
    gunzip_free(in->gunzip);
    free(in->block);
    scoped_fd(&in->fd);
    free(in);
}

unsigned input_depth(const struct input *in)
{
    unsigned depth = 0;
    for (; in->outer; in = in->outer)
        depth++;
    return depth;
}

bool input_is_bomb(const struct input *in)
{
    while (in->outer)
        in = in->outer;
    return in->unpacked > UNPACKED_BYTES_FREE && in->unpacked / UNPACKED_RATIO_MAX > in->taken;
}

/* What comes out is counted for the file that all of it lies in. */
static bool is_too_much(struct input *in, size_t len)
{
    struct input *file = in;
    while (file->outer)
        file = file->outer;
    file->unpacked += len;
    return input_is_bomb(file);
}

/* What ended it stays the reason of all that is asked from then on. */
static int fail(struct input *in, struct error *err)
{
    in->failed = true;
    return error_set(err, in->why.fault, "%s", in->why.text);
}

/* The next bytes that libarchive has, however few: archive_read_data would wait for as many as it was asked for. */
static int next_block(struct input *in, struct error *err)
{
    const void *block;
    la_int64_t offset;
    size_t len;

    while (!in->block_len) {
        if (in->failed)
            return fail(in, err);
        int rc = in->empty ? ARCHIVE_EOF : archive_read_data_block(in->packed, &block, &len, &offset);
        if (rc == ARCHIVE_EOF)
            return 0;
        if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
            say(in, &in->why);
        else if ((long long)len > in->left)
            error_set(&in->why, FAULT_INVALID, "is too large unpacked, split it");
        else if (is_too_much(in, len))
            error_set(&in->why, FAULT_INVALID,
                      "unpacks to over %d times its size, as only a bomb would: unpack it yourself if it is none",
                      UNPACKED_RATIO_MAX);
        if (*in->why.text)
            return fail(in, err);
        in->left -= (long long)len;
        in->block_at = block;
        in->block_len = len;
    }
    return 1;
}

/* More bytes behind those not used up: 1, 0 at the end, -1. */
static int fill(struct input *in, struct error *err)
{
    if (in->from) {
        memmove(in->bytes, in->bytes + in->from, in->to - in->from);
        in->to -= in->from;
        in->from = 0;
    }
    if (in->to == READ_BYTES)
        return 1;
    int rc = next_block(in, err);
    if (rc <= 0)
        return rc;
    size_t n = in->block_len < READ_BYTES - in->to ? in->block_len : READ_BYTES - in->to;
    memcpy(in->bytes + in->to, in->block_at, n);
    in->to += n;
    in->block_at += n;
    in->block_len -= n;
    return 1;
}

/* Whether there is something to go by and nothing more for a while: what trickles in is to be read as it comes. */
static bool is_slow(const struct input *in)
{
    struct pollfd more = {.fd = in->fd, .events = POLLIN};

    return in->fd >= 0 && !in->block_len && memchr(in->bytes + in->from, '\n', in->to - in->from) &&
           poll(&more, 1, PEEK_WAIT_MS) == 0;
}

int input_peek(struct input *in, const char **bytes, size_t *len, struct error *err)
{
    int more = 1;
    while (more > 0 && in->to - in->from < PEEK_BYTES && !is_slow(in))
        more = fill(in, err);
    if (more < 0 && (in->from == in->to || in->why.fault == FAULT_NONE)) /* else it is said when that is used up */
        return -1;
    *bytes = in->bytes + in->from;
    *len = in->to - in->from < PEEK_BYTES ? in->to - in->from : PEEK_BYTES;
    return 0;
}

int input_all(struct input *in, struct buffer *out, struct error *err)
{
    int more;
    do {
        buffer_append(out, in->bytes + in->from, in->to - in->from);
        in->from = in->to;
        if (out->failed)
            return error_set(err, FAULT_INVALID, "is over %zu bytes, split it", out->max);
    } while ((more = fill(in, err)) > 0);
    return more;
}

int input_take(struct input *in, size_t max, const char **bytes, size_t *len, struct error *err)
{
    while (in->from == in->to) {
        int more = fill(in, err);
        if (more <= 0)
            return more;
    }
    *bytes = in->bytes + in->from;
    *len = in->to - in->from < max ? in->to - in->from : max;
    in->from += *len;
    return 1;
}

int input_line(struct input *in, struct buffer *line, struct error *err)
{
    bool any = false;
    buffer_clear(line);
    for (;;) {
        if (in->from == in->to) {
            int more = fill(in, err);
            if (more <= 0)
                return more < 0 ? -1 : any;
        }
        any = true;
        const char *start = in->bytes + in->from;
        const char *end = memchr(start, '\n', in->to - in->from);
        size_t len = end ? (size_t)(end - start) : in->to - in->from;
        buffer_append(line, start, len);
        in->from += len + (end != NULL);
        if (end)
            return 1;
    }
}
