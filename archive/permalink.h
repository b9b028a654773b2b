/* SPDX-License-Identifier: GPL-2.0-or-later */
/* permalink.h - where searchd shows exactly this text of an article, as long as the archive keeps it. */
#ifndef HUSTINGS_PERMALINK_H
#define HUSTINGS_PERMALINK_H

#include "archive/record.h"

enum {
    PERMALINK_DIGITS = 16,    /* hex digits of the content hash: two texts of one article never share them */
    PERMALINK_DIGITS_MIN = 8, /* that a reader may leave it at */
    PERMALINK_DIGITS_MAX = 2 * SEGMENT_HASH
};

/* Appends "/v1/articles/" and the id, percent-encoded but for RFC 3986's unreserved, "?hash=" and the digits: a path to
 * go behind the archive's own address. hash NULL: of the article, whichever its text is. False: over the maximum of
 * out, or out of memory. */
bool permalink_put(struct record_text id, const uint8_t *hash, struct buffer *out);
/* Appends the first digits of hash in hex, of which it has PERMALINK_DIGITS_MAX. */
bool permalink_hex(const uint8_t hash[SEGMENT_HASH], size_t digits, struct buffer *out);
/* Whether hash begins with those hex digits, in either case. */
bool permalink_has(const uint8_t hash[SEGMENT_HASH], const char *digits, size_t count);

#endif
