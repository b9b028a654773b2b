/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_retired.c - bytes are a rising list of docids with commits, or refused. */
#include "archive/retired.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct retired r = {0}, again = {0};
    struct buffer out = buffer_make(size * 2 + 16);
    char value[COMMIT_VALUE_MAX];

    if (!retired_read(&r, (const char *)data, size)) {
        law(r.count == 0);
        return 0;
    }
    law(r.count <= size / 2);
    for (size_t i = 0; i < r.count; i++) {
        law(r.at[i].docid > (i ? r.at[i - 1].docid : 0));
        law(retired_since(&r, r.at[i].docid) == r.at[i].commit && r.at[i].commit);
        law(commit_get(value, commit_put(r.at[i].commit, value)) == r.at[i].commit);
    }
    law(retired_write(&r, &out) && out.len <= size);
    law(retired_read(&again, out.data ? out.data : "", out.len));
    law(again.count == r.count);
    for (size_t i = 0; i < r.count; i++)
        law(again.at[i].docid == r.at[i].docid && again.at[i].commit == r.at[i].commit);
    retired_free(&r);
    retired_free(&again);
    buffer_free(&out);
    return 0;
}
