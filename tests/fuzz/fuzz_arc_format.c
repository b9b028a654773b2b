/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_arc_format.c - any bytes, said to be ARC. */
#include "tests/fuzz/articles.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_articles(FORMAT_ARC, data, size);
    return 0;
}
