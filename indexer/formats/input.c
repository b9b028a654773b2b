/* SPDX-License-Identifier: GPL-2.0-or-later */
/* input.c - a file, stdin, memory or a part of another stream as one stream, unpacked on the way. */
#include "indexer/formats/format.h"

#include "archive/scoped.h"
#include "indexer/formats/gunzip.h"
#include "indexer/formats/input_stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>

int input_say(struct input *in, struct error *err)
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
    if (archive_read_support_filter_gzip(in->packed) < ARCHIVE_WARN || /* within gzip */
        archive_read_support_filter_zstd(in->packed) < ARCHIVE_WARN ||
        archive_read_support_format_raw(in->packed) < ARCHIVE_WARN ||
        archive_read_support_format_empty(in->packed) < ARCHIVE_WARN) {
        input_close(in);
        error_set(err, FAULT_MEMORY, "out of memory");
        return NULL;
    }
    return in;
}

static struct input *input_begin(struct input *in, struct error *err)
{
    struct archive_entry *entry = archive_entry_new2(in->packed); /* its own it uses without a look whether it got it */
    if (!entry) {
        input_close(in);
        error_set(err, FAULT_MEMORY, "out of memory");
        return NULL;
    }
    /* archive_read_open does not look whether it has the memory for the second. */
    archive_read_set_read_callback(in->packed, take_packed);
    int rc = archive_read_set_callback_data(in->packed, in);
    if (rc == ARCHIVE_OK)
        rc = archive_read_open1(in->packed);
    if (rc == ARCHIVE_OK)
        rc = archive_read_next_header2(in->packed, entry);
    archive_entry_free(entry);
    in->empty = rc == ARCHIVE_EOF;
    if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN || rc == ARCHIVE_EOF)
        return in;
    input_say(in, err);
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

struct input *input_from_file(int taken, long long max, int stop_fd, struct error *err)
{
    scoped(fd) int fd = taken;
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

struct input *input_open(const char *path, long long max, int stop_fd, struct error *err)
{
    bool std = strcmp(path, "-") == 0;
    int fd = std ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        error_set(err, FAULT_IO, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    return input_from_file(fd, max, stop_fd, err);
}

int input_file(const struct input *in, uint64_t *size)
{
    struct stat st;

    if (in->outer || in->fd < 0 || fstat(in->fd, &st) || !S_ISREG(st.st_mode))
        return -1;
    *size = (uint64_t)st.st_size;
    return in->fd;
}

void input_file_taken(struct input *in, uint64_t bytes)
{
    uint64_t size;

    if (input_file(in, &size) >= 0) /* what was looked at before is read again */
        in->taken = in->taken + bytes < size ? in->taken + bytes : size;
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
