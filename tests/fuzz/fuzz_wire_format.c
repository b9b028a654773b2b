/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_wire_format.c - any bytes, said to be NITF, NewsML or NewsML-G2. */
#include "tests/fuzz/articles.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_articles(FORMAT_NITF, data, size);
    fuzz_articles(FORMAT_NEWSML, data, size);
    fuzz_articles(FORMAT_NEWSML_G2, data, size);
    return 0;
}
