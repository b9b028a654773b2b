/* SPDX-License-Identifier: GPL-2.0-or-later */
/* postings_held.h - what postings.c has gathered and postings_write.c lays out. For these two only. */
#ifndef HUSTINGS_POSTINGS_HELD_H
#define HUSTINGS_POSTINGS_HELD_H

#include "archive/buffer.h"
#include "archive/glass_table.h"
#include "archive/postings.h"

#include <limits.h>
#include <zlib.h>

#define POSTINGS_OTHER 0x80000000u /* a term by its number in others, not in words */

struct posting {
    uint32_t term; /* once sorted: index of the document */
    uint32_t wdf;
};

struct held_document {
    size_t first; /* of its entries */
    uint32_t docid, length;
};

struct held_value {
    size_t at;
    uint32_t len, document;
    unsigned slot;
};

struct postings {
    struct lexicon *words, *others;
    struct posting *entries;
    size_t count, size;
    struct held_document *documents;
    size_t document_count, document_size;
    struct held_value *values;
    size_t value_count, value_size;
    struct buffer value_bytes, tag, packed;
    z_stream deflater;
    bool deflates;
    struct glass_table *docdata;
    char path[PATH_MAX];
};

/* A docid in a key: the order of bytes is that of numbers (libxapian 1.4, common/pack.h). Its length. */
enum { POSTINGS_DOCID_MAX = 5 };
size_t postings_docid_key(uint8_t out[POSTINGS_DOCID_MAX], uint32_t docid);

#endif
