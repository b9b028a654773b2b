/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_html_format.c - any bytes, said to be HTML. */
#include "tests/fuzz/articles.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_articles(FORMAT_HTML, data, size);
    return 0;
}
