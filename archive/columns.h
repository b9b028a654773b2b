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

/* What a column holds of a slot. */
struct column_kind {
    uint32_t slot;
    bool is_list; /* values with a varint of their length before each, as document.c writes them */
    size_t cut;   /* to so many bytes; 0: whole */
};

struct columns;
extern const struct sealed_kind columns_kind; /* what sealed_open gives is a struct columns */
size_t columns_documents(const struct columns *c);
size_t columns_count(const struct columns *c);

size_t column_values(const struct columns *c, size_t column); /* distinct ones: numbers are 1..this */
xap_text column_value(const struct columns *c, size_t column, size_t number); /* borrowed from the file */
/* The number of a document's value in a column without lists; 0: it has none. */
size_t column_number(const struct columns *c, size_t column, uint32_t document);
/* Adds 1 to counts[number] for each value that documents have whose bits are set: bit i of bits is document from + i;
 * of so many words. counts has column_values + 1 items. */
void column_count(const struct columns *c, size_t column, uint32_t from, const uint64_t *bits, size_t words,
                  uint32_t *counts);

/* Makes the file of a database, which is one shard, and syncs it. */
int columns_write(xap_reader *database, const struct shard_documents *documents, const struct column_kind *kinds,
                  size_t count, const char *path, struct error *err);
/* Gives what a column of that kind holds of a slot's value, one by one, to take; false when take does. */
bool column_split(const struct column_kind *kind, xap_text value, bool (*take)(void *ctx, xap_text value), void *ctx);

#endif
