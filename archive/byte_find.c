/* SPDX-License-Identifier: GPL-2.0-or-later */
/* byte_find.c - a short run of bytes in a few thousand others. */
#include "archive/byte_find.h"

#include <string.h>

typedef uint8_t sixteen __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

static sixteen load(const uint8_t *at)
{
    sixteen v;

    memcpy(&v, at, sizeof v);
    return v;
}

/* Whether the needle's anchor at one of count places is the needle's. */
static bool find_among(const uint8_t *from, const uint8_t *end, const uint8_t *at, size_t count,
                       const struct needle *needle)
{
    const uint8_t *pair = needle->bytes + needle->anchor;

    for (size_t i = 0; i < count; i++) {
        if (at[i] != pair[0] || at[i + 1] != pair[1] || (size_t)(at + i - from) < needle->anchor)
            continue;
        const uint8_t *start = at + i - needle->anchor;
        if ((size_t)(end - start) >= needle->len && memcmp(start, needle->bytes, needle->len) == 0)
            return true;
    }
    return false;
}

bool byte_find(const uint8_t *from, const uint8_t *end, const struct needle *needle)
{
    const sixteen first = needle->bytes[needle->anchor] - (sixteen){0};
    const sixteen second = needle->bytes[needle->anchor + 1] - (sixteen){0};
    const uint8_t *at = from;

    for (; end - at > (ptrdiff_t)sizeof(sixteen); at += sizeof(sixteen)) {
        halves hit = (halves)((load(at) == first) & (load(at + 1) == second));
        if ((hit[0] | hit[1]) && find_among(from, end, at, sizeof(sixteen), needle))
            return true;
    }
    return end - at > 1 && find_among(from, end, at, (size_t)(end - at) - 1, needle);
}
