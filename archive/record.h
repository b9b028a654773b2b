/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record.h - a document's data in Xapian: what a result shows, cheap to read, and
 * where the article itself lies. */
#ifndef HUSTINGS_RECORD_H
#define HUSTINGS_RECORD_H

#include "archive/article.h"
#include "archive/segment.h"

enum {
    RECORD_LIST_MAX = 64,        /* authors or tags shown; the article itself keeps all */
    RECORD_BYTES_MAX = 256 << 10 /* of all that a result shows: a page of 100 stays under half of its maximum */
};

struct record_text {
    const char *data; /* NULL: absent */
    size_t len;
};

/* Borrowed from the bytes it was read from. */
struct record {
    uint32_t segment;
    struct segment_place place;
    uint32_t version; /* from 1 */
    uint64_t group;   /* of copies.h */
    bool withdrawn;   /* not of the bytes: reader_withdraw */
    uint8_t hash[SEGMENT_HASH];
    struct record_text id, title, url, source, section, date, lang;
    struct record_text authors[RECORD_LIST_MAX], tags[RECORD_LIST_MAX];
    size_t author_count, tag_count;
};

/* False: out of memory, or over the maximum of out. */
bool record_write(const struct article *a, uint32_t segment, struct segment_place place,
                  const uint8_t hash[SEGMENT_HASH], uint32_t version, uint64_t group, struct buffer *out);
/* False when the bytes are not a whole record. */
bool record_read(const char *bytes, size_t len, struct record *out);
/* Whether both show the same and lie at the same place. */
bool record_same(const struct record *a, const struct record *b);

#endif
