/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoted.c - records of where an article quotes. */
#include "archive/quoted.h"

#include "archive/schema.h"
#include "archive/shim_error.h"

#include <string.h>

enum { SPANS_AT_ONCE = 8 };

bool quoted_put(struct buffer *out, const struct quoted_span *spans, size_t count)
{
    uint32_t last = 0;

    if (count == 0)
        return true;
    buffer_put_varint(out, count);
    for (size_t i = 0; i < count; i++) {
        buffer_put_varint(out, spans[i].from - last);
        buffer_put_varint(out, spans[i].end - spans[i].from);
        last = spans[i].end;
    }
    return !out->failed;
}

void quoted_start(struct quoted_walk *w, const void *record, size_t len)
{
    *w = (struct quoted_walk){.at = record, .end = (const char *)record + len};
    if (len && !varint_read(&w->at, w->end, &w->left))
        w->left = 0;
}

bool quoted_next(struct quoted_walk *w, struct quoted_span *out)
{
    uint64_t gap, len;

    if (w->left == 0 || !varint_read(&w->at, w->end, &gap) || !varint_read(&w->at, w->end, &len) ||
        gap > UINT32_MAX - w->last || len > UINT32_MAX - w->last - gap) {
        w->left = 0;
        return false;
    }
    w->left--;
    out->from = w->last + (uint32_t)gap;
    out->end = w->last = out->from + (uint32_t)len;
    return true;
}

/* A varint of at most two bytes, as nearly all are; what is longer comes out as over SHORT_MAX. */
enum { SHORT_BYTES = 2, SHORT_MAX = (1 << 14) - 1 };

static inline const uint8_t *short_number(const uint8_t *at, uint32_t *value)
{
    uint32_t two = at[0] >> 7;

    *value = (at[0] & 0x7Fu) | (at[1] & (0u - two)) << 7;
    return at + 1 + two;
}

size_t quoted_take(struct quoted_walk *w, struct quoted_span *out, size_t max)
{
    struct quoted_walk now = *w;
    size_t count = 0;

    while (count < max && now.left) {
        uint32_t gap = UINT32_MAX, len = 0;
        const uint8_t *at = (const uint8_t *)now.at;
        if (now.end - now.at >= 2 * SHORT_BYTES && now.last < UINT32_MAX - 2 * SHORT_MAX)
            at = short_number(short_number(at, &gap), &len);
        if (gap <= SHORT_MAX && len <= SHORT_MAX) {
            now.at = (const char *)at;
            now.left--;
            out[count].from = now.last + gap;
            out[count].end = now.last += gap + len;
        } else if (!quoted_next(&now, &out[count])) {
            break;
        }
        count++;
    }
    *w = now;
    return count;
}

void quoted_start_run(struct quoted_walk *w, const uint8_t *bytes, const uint8_t *end, const uint8_t **joined,
                      size_t *joined_len)
{
    const char *at = (const char *)bytes, *stop = (const char *)end;
    uint64_t len = 0;

    if (at == stop || !varint_read(&at, stop, &len) || len > (uint64_t)(stop - at)) {
        len = 0;
        at = stop;
    }
    *joined = (const uint8_t *)at;
    *joined_len = (size_t)len;
    quoted_start(w, at + len, (size_t)(stop - at) - (size_t)len);
}

const uint8_t *quoted_find(const uint8_t *at, const uint8_t *end, const struct needle *needle)
{
    if (at >= end)
        return NULL;
    return needle->len > 1 ? byte_find(at, end, needle) : memchr(at, needle->bytes[0], (size_t)(end - at));
}

/* From place to place where the needle stands, passing over what no span has; spans are read no further than that. */
bool quoted_holds(struct quoted_walk walk, const uint8_t *codes, const uint8_t *end, const struct needle *needle)
{
    struct quoted_span spans[SPANS_AT_ONCE];
    size_t count = 0, i = 0;

    for (const uint8_t *hit = quoted_find(codes, end, needle); hit;) {
        size_t at = (size_t)(hit - codes);
        while (i < count && spans[i].end <= at)
            i++;
        if (i == count) {
            count = quoted_take(&walk, spans, SPANS_AT_ONCE);
            if (!count)
                return false;
            i = 0;
            continue;
        }
        if (at >= spans[i].from && at + needle->len <= spans[i].end)
            return true;
        if (spans[i].from > (size_t)(end - codes))
            return false; /* damaged: `check` tells */
        hit = quoted_find(at < spans[i].from ? codes + spans[i].from : hit + 1, end, needle);
    }
    return false;
}

static bool take_record(void *ctx, size_t index, xap_text value)
{
    struct quoted_records *records = ctx;

    records->starts[index] = (uint32_t)records->bytes.len;
    records->lens[index] = (uint32_t)value.len;
    return buffer_append(&records->bytes, value.data, value.len);
}

int quoted_read(struct reader *r, size_t shard, const uint32_t *docids, size_t count, struct quoted_records *out,
                struct error *err)
{
    xap_error xerr;

    memset(out->lens, 0, sizeof out->lens);
    out->bytes = buffer_make(UINT32_MAX);
    xap_status s = xap_shard_values(reader_xapian(r), shard, SLOT_QUOTED, docids, count, take_record, out, &xerr);
    if (s == XAP_OK)
        return 0;
    buffer_free(&out->bytes);
    return shim_error(err, s, &xerr);
}

void quoted_start_at(struct quoted_walk *w, const struct quoted_records *records, size_t i)
{
    if (records->lens[i])
        quoted_start(w, records->bytes.data + records->starts[i], records->lens[i]);
    else
        *w = (struct quoted_walk){0};
}
