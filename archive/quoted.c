/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoted.c - records of where an article quotes. */
#include "archive/quoted.h"

#include "archive/schema.h"
#include "archive/shim_error.h"

#include <string.h>

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

bool quoted_holds(const uint8_t *codes, const struct quoted_span *spans, size_t count, const struct needle *needle)
{
    const uint8_t *at = codes + spans[0].from, *end = codes + spans[count - 1].end, *hit;
    size_t i = 0; /* the first span that does not end before the hit */

    while (at < end) {
        hit = needle->len > 1 ? byte_find(at, end, needle) : memchr(at, needle->bytes[0], (size_t)(end - at));
        if (!hit)
            return false;
        while (codes + spans[i].end <= hit)
            i++;
        const uint8_t *from = codes + spans[i].from;
        if (hit >= from && hit + needle->len <= codes + spans[i].end)
            return true;
        at = hit < from ? from : hit + 1;
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
