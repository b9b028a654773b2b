/* SPDX-License-Identifier: GPL-2.0-or-later */
/* byte_find.c - a short run of bytes in a few thousand others. */
#include "archive/byte_find.h"

#include "archive/processor.h"

#include <string.h>

enum { WIDTH = 32 };
typedef uint8_t lanes __attribute__((vector_size(WIDTH)));
typedef uint64_t quarters __attribute__((vector_size(WIDTH)));

/* Where the needle begins whose anchor is at one of count places. */
static const uint8_t *find_among(const uint8_t *from, const uint8_t *end, const uint8_t *at, size_t count,
                       const struct needle *needle)
{
    const uint8_t *pair = needle->bytes + needle->anchor;

    for (size_t i = 0; i < count; i++) {
        if (at[i] != pair[0] || at[i + 1] != pair[1] || (size_t)(at + i - from) < needle->anchor)
            continue;
        const uint8_t *start = at + i - needle->anchor;
        if ((size_t)(end - start) >= needle->len && memcmp(start, needle->bytes, needle->len) == 0)
            return start;
    }
    return NULL;
}

FOR_THIS_PROCESSOR const uint8_t *byte_find(const uint8_t *from, const uint8_t *end, const struct needle *needle)
{
    const lanes first = needle->bytes[needle->anchor] - (lanes){0};
    const lanes second = needle->bytes[needle->anchor + 1] - (lanes){0};
    const uint8_t *at = from;

    for (; end - at > WIDTH; at += WIDTH) {
        lanes here, behind;
        memcpy(&here, at, WIDTH);
        memcpy(&behind, at + 1, WIDTH);
        quarters hit = (quarters)((here == first) & (behind == second));
        const uint8_t *start = hit[0] | hit[1] | hit[2] | hit[3] ? find_among(from, end, at, WIDTH, needle) : NULL;
        if (start)
            return start;
    }
    return end - at > 1 ? find_among(from, end, at, (size_t)(end - at) - 1, needle) : NULL;
}
