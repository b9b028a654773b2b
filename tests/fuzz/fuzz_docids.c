/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_docids.c - bytes are a rising list of docids, or refused. */
#include "archive/docids.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct docids d = {0}, again = {0};
    struct buffer out = buffer_make(size * 2 + 16);

    if (!docids_read(&d, (const char *)data, size)) {
        law(d.count == 0);
        return 0;
    }
    law(d.count <= size);
    for (size_t i = 0; i < d.count; i++) {
        law(d.at[i] > (i ? d.at[i - 1] : 0));
        law(docids_has(&d, d.at[i]));
    }
    law(docids_write(&d, &out) && out.len <= size);
    law(docids_read(&again, out.data ? out.data : "", out.len));
    law(again.count == d.count && (!d.count || memcmp(again.at, d.at, d.count * sizeof *d.at) == 0));
    docids_free(&d);
    docids_free(&again);
    buffer_free(&out);
    return 0;
}
