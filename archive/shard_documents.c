/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shard_documents.c - the documents of one database. */
#include "archive/shard_documents.h"

#include "archive/shim_error.h"

#include <stdlib.h>

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
    *out = (struct shard_documents){numbers, numbers + count, count};
    return 0;
}

void shard_documents_free(struct shard_documents *d)
{
    free(d->docids);
    *d = (struct shard_documents){0};
}
