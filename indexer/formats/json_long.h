/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_long.h - lines of JSON so long that they are read only if they can be one article. */
#ifndef HUSTINGS_JSON_LONG_H
#define HUSTINGS_JSON_LONG_H

#include "archive/segment.h"
#include "indexer/formats/format.h"

enum {
    /* A stored article as export writes it: each byte of it may be escaped, and its history stands beside. */
    LONG_LINE_BYTES_MAX = 2 * SEGMENT_RECORD_MAX + (64 << 10),
    LONG_LINE_VALUES_MAX = LINE_BYTES_MAX / 2 /* as many as a shorter line may have: cJSON needs 64 bytes for one */
};

/* NULL, or why a line of over LINE_BYTES_MAX is not read: a static line. */
const char *json_long_refusal(const char *text, size_t len);
/* Of a value over many lines, or JSON within a page: over LINE_BYTES_MAX, with more in it than a line may have. */
bool json_is_too_full(const char *text, size_t len);

#endif
