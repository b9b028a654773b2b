/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shard_documents.c - the documents of one database. */
#include "archive/shard_documents.h"

#include "archive/buffer.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <stdlib.h>

static bool take_length(void *ctx, size_t index, xap_text value)
{
    uint32_t *lengths = ctx;
    const char *at = value.data;
    uint64_t length;

    if (varint_read(&at, value.data + value.len, &length))
        lengths[index] = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
    return true;
}

int shard_documents_read(xap_reader *r, size_t shard, struct shard_documents *out, struct error *err)
{
    xap_postings list = {0};
    xap_error xerr;

    xap_status s = xap_shard_postings(r, shard, (xap_text){"", 0}, &list, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    uint32_t *numbers = malloc((2 * list.count + 1) * sizeof *numbers);
    for (size_t i = 0; numbers && i < list.count; i++) {
        numbers[i] = list.at[i].docid;
        numbers[list.count + i] = list.at[i].wdf;
    }
    size_t count = list.count;
    xap_postings_free(&list);
    if (!numbers)
        return error_set(err, FAULT_MEMORY, "no memory for the documents of an archive");
    s = xap_shard_values(r, shard, SLOT_LENGTH, numbers, count, take_length, numbers + count, &xerr);
    if (s != XAP_OK) {
        free(numbers);
        return shim_error(err, s, &xerr);
    }
    *out = (struct shard_documents){numbers, numbers + count, count};
    return 0;
}

void shard_documents_free(struct shard_documents *d)
{
    free(d->docids);
    *d = (struct shard_documents){0};
}
