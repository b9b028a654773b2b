/* SPDX-License-Identifier: GPL-2.0-or-later */
/* retired.c - documents that are no longer to be found, as a sorted list. */
#include "archive/retired.h"

#include "archive/array_grow.h"

#include <stdlib.h>

void retired_free(struct retired *r)
{
    free(r->at);
    *r = (struct retired){0};
}

bool retired_add(struct retired *r, uint32_t docid, uint64_t commit)
{
    if (!array_grow(&r->at, &r->size, r->count + 1, sizeof *r->at))
        return false;
    r->at[r->count++] = (struct retired_document){docid, commit};
    return true;
}

bool retired_add_all(struct retired *r, const struct retired *more)
{
    for (size_t i = 0; i < more->count; i++)
        if (!retired_add(r, more->at[i].docid, more->at[i].commit))
            return false;
    return true;
}

static int compare(const void *left, const void *right)
{
    const struct retired_document *a = left, *b = right;

    if (a->docid != b->docid)
        return a->docid < b->docid ? -1 : 1;
    return (a->commit > b->commit) - (a->commit < b->commit);
}

void retired_settle(struct retired *r)
{
    size_t kept = 0;

    if (r->count)
        qsort(r->at, r->count, sizeof *r->at, compare);
    for (size_t i = 0; i < r->count; i++)
        if (!kept || r->at[kept - 1].docid != r->at[i].docid)
            r->at[kept++] = r->at[i];
    r->count = kept;
}

static int by_docid(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = ((const struct retired_document *)right)->docid;

    return (a > b) - (a < b);
}

uint64_t retired_since(const struct retired *r, uint32_t docid)
{
    const struct retired_document *found =
        r->count ? bsearch(&docid, r->at, r->count, sizeof *r->at, by_docid) : NULL;

    return found ? found->commit : 0;
}

bool retired_write(const struct retired *r, struct buffer *out)
{
    uint32_t last = 0;

    for (size_t i = 0; i < r->count; i++) {
        buffer_put_varint(out, r->at[i].docid - last);
        buffer_put_varint(out, r->at[i].commit);
        last = r->at[i].docid;
    }
    return !out->failed;
}

bool retired_read(struct retired *r, const char *bytes, size_t len)
{
    struct retired fresh = {0};
    const char *at = bytes, *end = bytes + len;
    uint64_t docid = 0, gap, commit;

    while (at < end) {
        if (!varint_read(&at, end, &gap) || gap == 0 || gap > UINT32_MAX || (docid += gap) > UINT32_MAX ||
            !varint_read(&at, end, &commit) || commit == 0 || !retired_add(&fresh, (uint32_t)docid, commit)) {
            retired_free(&fresh);
            return false;
        }
    }
    retired_free(r);
    *r = fresh;
    return true;
}

size_t commit_put(uint64_t commit, char out[COMMIT_VALUE_MAX])
{
    size_t len = 0;

    for (; commit >= 0x80; commit >>= 7)
        out[len++] = (char)(commit | 0x80);
    out[len++] = (char)commit;
    return len;
}

uint64_t commit_get(const char *value, size_t len)
{
    const char *at = value, *end = value + len;
    uint64_t commit;

    return varint_read(&at, end, &commit) && at == end ? commit : 0;
}
