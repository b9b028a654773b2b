/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_wxr_format.c - any bytes, within a post of WordPress's export. */
#include "tests/fuzz/articles.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static const char before[] = "<rss version=\"2.0\"><channel><title>Gazette</title><item><title>Vote</title>"
                             "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>";
static const char after[] = "</item></channel></rss>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t head = sizeof before - 1, tail = sizeof after - 1;
    uint8_t *bytes = malloc(head + size + tail);

    law(bytes);
    memcpy(bytes, before, head);
    if (size)
        memcpy(bytes + head, data, size);
    memcpy(bytes + head + size, after, tail);
    fuzz_articles(FORMAT_FEED, bytes, head + size + tail);
    free(bytes);
    return 0;
}
