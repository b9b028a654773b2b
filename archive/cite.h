/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite.h - an article as an entry of a bibliography: BibTeX, RIS, CSL-JSON (docs/citing.md).
 *
 * One entry at a time, so that an export of any size can stream them. What the article lacks is left out; a date
 * is told to its own precision; control characters never get out, and each value is one line of UTF-8. */
#ifndef HUSTINGS_CITE_H
#define HUSTINGS_CITE_H

#include "archive/record.h"

enum cite_format { CITE_BIBTEX, CITE_RIS, CITE_CSL, CITE_FORMAT_COUNT };

enum { CITE_KEY_MAX = 64 };

struct cite_context {
    const char *base; /* "https://news.example", no slash at its end; "" or NULL: links to the archive are paths */
    int32_t accessed; /* the day it is looked at in UTC, in days since 1970-01-01 (date.h) */
};

const char *cite_format_name(enum cite_format format); /* "bibtex", "ris", "csl" */
const char *cite_media_type(enum cite_format format);
const char *cite_extension(enum cite_format format); /* of a file's name: "bib", "ris", "json" */

/* Appends the entry. BibTeX and RIS end with a newline, and entries follow each other as they are; of CSL-JSON it is
 * the object alone: the caller writes "[" before the first, "," between two, "]" behind the last. Of the record it
 * reads id, hash and what results show; NULL texts are absent; of one that is withdrawn that is told. False: out of
 * memory, or over the maximum of out. */
bool cite_put(enum cite_format format, const struct record *record, const struct cite_context *context,
              struct buffer *out);
/* The entry's key, which is CSL's id: author, year, a word of the title, and six hex digits of the id's hash:
 * "doe2016budget-1f09ab". ASCII letters, digits and "-". False: out of memory. */
bool cite_key(const struct record *record, char out[CITE_KEY_MAX]);
/* The record of a text that is not the newest, borrowed from a and hash. Authors past RECORD_LIST_MAX are left out. */
struct record cite_record(const struct article *a, const uint8_t hash[SEGMENT_HASH]);

#endif
