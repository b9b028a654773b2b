/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_any_format.c - any bytes, told by content. */
#include "tests/fuzz/articles.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_articles(FORMAT_UNKNOWN, data, size);
    return 0;
}
