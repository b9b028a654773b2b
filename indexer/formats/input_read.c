/* SPDX-License-Identifier: GPL-2.0-or-later */
/* input_read.c - what is asked of an input: a look at its start, a line, some bytes, or all. */
#include "indexer/formats/input_stream.h"

#include <archive.h>
#include <poll.h>
#include <string.h>

enum { PEEK_WAIT_MS = 1000 };

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
            input_say(in, &in->why);
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
