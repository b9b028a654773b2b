/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns.h - a run's values by document, as numbers: what facets are counted from.
 *
 * RUN/columns has a column for each kind of value; made from the slots of the run's database, where a value costs 100
 * to 300 ns to read. Documents are numbered from 0 in the order of their docids, values as they come, from 1. Read by
 * mmap. */
#ifndef HUSTINGS_COLUMNS_H
#define HUSTINGS_COLUMNS_H

#include "archive/sealed.h"
#include "archive/shard_documents.h"
#include "shim/xapian_c.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COLUMNS_FILE "columns"
enum { COLUMNS_MAX = 12 };

/* What a column holds of a slot. Values that are written otherwise but found by the same filter are of one class. */
struct column_kind {
    uint32_t slot;
    bool is_list; /* values with a varint of their length before each, as document.c writes them */
    const char *prefix; /* a class is a term: schema_value_term's, with this prefix; NULL: there are no classes */
    size_t cut;         /* made of so many bytes of a value; 0: of all */
    bool widens;        /* a value is also in the class of its part before '-' or '_': en-GB is en too */
};

/* A column as it is read. Values and classes are numbered from 1; what a damaged file has beyond them reads as 0. */
struct column {
    size_t documents, values, classes, numbers_count;
    const uint16_t *narrow; /* the numbers, either */
    const uint32_t *wide;
    const uint32_t *starts; /* NULL: one number a document, 0 where it has none. Else one a document and one more */
    const uint32_t *places; /* of values in text, one and one more; likewise of classes */
    const char *text;
    size_t text_size;
    const uint32_t *class_of; /* one a value; NULL: there are no classes */
    const uint32_t *wider;    /* one a value: another class that it is in, or 0; NULL: none is */
    const uint32_t *class_places;
    const char *class_text;
    size_t class_text_size;
};

struct columns;
extern const struct sealed_kind columns_kind; /* what sealed_open gives is a struct columns */
size_t columns_documents(const struct columns *c);
size_t columns_count(const struct columns *c);
const struct column *columns_at(const struct columns *c, size_t i); /* borrowed */

xap_text column_value(const struct column *c, size_t number); /* borrowed */
xap_text column_class(const struct column *c, size_t number); /* its term */
/* A document's value in a column without lists; empty: it has none. */
xap_text column_value_of(const struct column *c, size_t document);
static inline size_t column_class_of(const struct column *c, size_t number)
{
    return number && c->class_of && c->class_of[number - 1] <= c->classes ? c->class_of[number - 1] : 0;
}
static inline size_t column_wider(const struct column *c, size_t number)
{
    return number && c->wider && c->wider[number - 1] <= c->classes ? c->wider[number - 1] : 0;
}
/* A document's numbers are those at the places from column_first up to column_end. */
static inline size_t column_first(const struct column *c, size_t document)
{
    return c->starts ? c->starts[document] : document;
}
static inline size_t column_end(const struct column *c, size_t document)
{
    size_t end = c->starts ? c->starts[document + 1] : document + 1;
    return end < c->numbers_count ? end : c->numbers_count;
}
static inline size_t column_number(const struct column *c, size_t place)
{
    size_t number = c->narrow ? c->narrow[place] : c->wide[place];
    return number <= c->values ? number : 0;
}

/* Makes the file of a database, which is one shard, and syncs it. */
int columns_write(xap_reader *database, const struct shard_documents *documents, const struct column_kind *kinds,
                  size_t count, const char *path, struct error *err);

#endif
