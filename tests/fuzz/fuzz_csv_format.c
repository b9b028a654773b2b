/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_csv_format.c - any bytes, said to be a table. */
#include "tests/fuzz/articles.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_articles(FORMAT_CSV, data, size);
    return 0;
}
