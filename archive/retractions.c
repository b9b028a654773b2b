/* SPDX-License-Identifier: GPL-2.0-or-later */
/* retractions.c - which ids are retracted, and where their tombstones stand. */
#include "archive/retractions.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>

void retractions_free(struct retractions *r)
{
    free(r->at);
    *r = (struct retractions){0};
}

/* Where id stands, or would. */
static size_t place_of(const struct retractions *r, const char id[PENDING_ID])
{
    size_t from = 0, to = r->count;

    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (memcmp(r->at[mid].id, id, PENDING_ID) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

const struct retraction *retractions_find(const struct retractions *r, const char id[PENDING_ID])
{
    size_t at = place_of(r, id);

    return at < r->count && memcmp(r->at[at].id, id, PENDING_ID) == 0 ? &r->at[at] : NULL;
}

bool retractions_set(struct retractions *r, const struct retraction *one)
{
    size_t at = place_of(r, one->id);

    if (at == r->count || memcmp(r->at[at].id, one->id, PENDING_ID) != 0) {
        if (!array_grow(&r->at, &r->size, r->count + 1, sizeof *r->at))
            return false;
        memmove(r->at + at + 1, r->at + at, (r->count - at) * sizeof *r->at);
        r->count++;
    }
    r->at[at] = *one;
    return true;
}

bool retractions_remove(struct retractions *r, const char id[PENDING_ID])
{
    size_t at = place_of(r, id);

    if (at == r->count || memcmp(r->at[at].id, id, PENDING_ID) != 0)
        return false;
    memmove(r->at + at, r->at + at + 1, (--r->count - at) * sizeof *r->at);
    return true;
}

bool retractions_write(const struct retractions *r, struct buffer *out)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct retraction *one = &r->at[i];
        buffer_append(out, one->id, PENDING_ID);
        buffer_append(out, one->hash, SEGMENT_HASH);
        buffer_put_varint(out, one->segment);
        buffer_put_varint(out, one->place.offset);
        buffer_put_varint(out, one->place.length);
        buffer_put_varint(out, one->version);
    }
    return !out->failed;
}

static bool read_one(const char **at, const char *end, struct retraction *out)
{
    uint64_t segment, offset, length, version;

    if (end - *at < PENDING_ID + SEGMENT_HASH)
        return false;
    memcpy(out->id, *at, PENDING_ID);
    memcpy(out->hash, *at + PENDING_ID, SEGMENT_HASH);
    *at += PENDING_ID + SEGMENT_HASH;
    if (!varint_read(at, end, &segment) || !varint_read(at, end, &offset) || !varint_read(at, end, &length) ||
        !varint_read(at, end, &version) || segment > UINT32_MAX || length > UINT32_MAX || version > UINT32_MAX)
        return false;
    out->segment = (uint32_t)segment;
    out->place = (struct segment_place){offset, (uint32_t)length};
    out->version = (uint32_t)version;
    return true;
}

bool retractions_read(struct retractions *out, const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + len;
    bool whole = true;

    retractions_free(out);
    while (whole && at < end) {
        struct retraction one;
        whole = read_one(&at, end, &one) &&
                (!out->count || memcmp(out->at[out->count - 1].id, one.id, PENDING_ID) < 0) &&
                retractions_set(out, &one);
    }
    if (!whole)
        retractions_free(out);
    return whole;
}
