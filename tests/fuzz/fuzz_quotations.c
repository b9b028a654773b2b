/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_quotations.c - the quotations of any bytes lie in them, in their order, apart from one another, and are kept. */
#include "archive/quotations.h"
#include "archive/quoted.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1 << 16 };

/* A record may be any bytes. */
static void read_record(const uint8_t *data, size_t size)
{
    struct quoted_walk walk;
    struct quoted_span span;
    uint32_t last = 0;

    quoted_start(&walk, data, size);
    while (quoted_next(&walk, &span)) {
        law(span.from >= last && span.end >= span.from);
        last = span.end;
    }
    law(walk.at >= (const char *)data && walk.at <= (const char *)data + size);
}

static void is_kept(const struct quotations *q)
{
    struct buffer record = buffer_make(TEXT_MAX * 16);
    struct quoted_span *spans = calloc(q->count + 1, sizeof *spans), *again = calloc(q->count + 1, sizeof *again);
    struct quoted_walk walk;

    law(spans && again);
    for (size_t i = 0; i < q->count; i++)
        spans[i] = (struct quoted_span){q->at[i].start, q->at[i].end};
    law(quoted_put(&record, spans, q->count));
    quoted_start(&walk, record.data, record.len);
    law(quoted_take(&walk, again, q->count + 1) == q->count);
    law(memcmp(spans, again, q->count * sizeof *spans) == 0);
    buffer_free(&record);
    free(spans);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct quotations q = {0};
    uint32_t last = 0;
    size_t cursor = 0;

    if (size > TEXT_MAX)
        return 0;
    law(quotations_find(&q, (const char *)data, size));
    for (size_t i = 0; i < q.count; i++) {
        law(q.at[i].start >= last && q.at[i].start < q.at[i].end && q.at[i].end <= size);
        last = q.at[i].end;
        law(quotations_have(&q, q.at[i].start, &cursor) && cursor == i);
    }
    is_kept(&q);
    quotations_free(&q);
    read_record(data, size);
    return 0;
}
