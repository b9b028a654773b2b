/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docids.c - a set of docids, as a sorted list. */
#include "archive/docids.h"

#include <stdlib.h>

void docids_free(struct docids *d)
{
    free(d->at);
    *d = (struct docids){0};
}

bool docids_add(struct docids *d, uint32_t docid)
{
    if (d->count == d->size) {
        size_t size = d->size ? d->size * 2 : 64;
        uint32_t *moved = realloc(d->at, size * sizeof *moved);
        if (!moved)
            return false;
        d->at = moved;
        d->size = size;
    }
    d->at[d->count++] = docid;
    return true;
}

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

void docids_settle(struct docids *d)
{
    size_t kept = 0;

    if (d->count)
        qsort(d->at, d->count, sizeof *d->at, compare);
    for (size_t i = 0; i < d->count; i++)
        if (!kept || d->at[kept - 1] != d->at[i])
            d->at[kept++] = d->at[i];
    d->count = kept;
}

bool docids_has(const struct docids *d, uint32_t docid)
{
    return d->count && bsearch(&docid, d->at, d->count, sizeof docid, compare);
}

size_t docids_seek(const uint32_t *docids, size_t count, size_t from, uint32_t docid)
{
    size_t low = from, high = from, step = 1;

    while (high < count && docids[high] < docid) { /* doubling steps, then halves */
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > count)
        high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (docids[middle] < docid)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool docids_write(const struct docids *d, struct buffer *out)
{
    uint32_t last = 0;

    for (size_t i = 0; i < d->count; i++) {
        buffer_put_varint(out, d->at[i] - last);
        last = d->at[i];
    }
    return !out->failed;
}

bool docids_read(struct docids *d, const char *bytes, size_t len)
{
    struct docids fresh = {0};
    const char *at = bytes, *end = bytes + len;
    uint64_t docid = 0, gap;

    while (at < end) {
        if (!varint_read(&at, end, &gap) || gap == 0 || gap > UINT32_MAX || (docid += gap) > UINT32_MAX ||
            !docids_add(&fresh, (uint32_t)docid)) {
            docids_free(&fresh);
            return false;
        }
    }
    docids_free(d);
    *d = fresh;
    return true;
}
