/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table_rows.h - the rows of a CSV or TSV file, one by one: RFC 4180, with line ends in quotes.
 *
 * A quote that pairs with none would swallow what follows: such a row is read as one line whose
 * quotes are letters, where that gives as many cells as there must be, and else costs only itself. */
#ifndef HUSTINGS_TABLE_ROWS_H
#define HUSTINGS_TABLE_ROWS_H

#include "indexer/formats/format.h"

enum { TABLE_CELLS_MAX = 10000 }; /* of a row; no table of articles has a hundred */

struct cells {
    struct buffer bytes; /* each with a NUL behind it */
    size_t *starts;
    size_t count, room;
};

static inline const char *cells_at(const struct cells *c, size_t i)
{
    return c->bytes.data + c->starts[i];
}

struct row {
    const struct cells *cells; /* borrowed until the next row, as raw is */
    unsigned long line;        /* its first, from 1 */
    struct raw raw;            /* as UTF-8 */
    const char *problem;       /* it is no row, and why; NULL: it is one */
    bool unpaired;             /* quotes that open a cell and pair with none were taken as letters */
};

struct rows;
/* Lines over LINE_BYTES_MAX are told sink and left out; name stands in what it is told. NULL: out of memory. */
struct rows *rows_new(struct input *in, char delimiter, const char *name, const struct sink *sink);
void rows_free(struct rows *r); /* accepts NULL */
/* The next row that is not blank, which ought to have as many cells as wanted (0: any). 1: a row or a
 * problem, 0: the end, -1: error. */
int rows_next(struct rows *r, size_t wanted, struct row *out, struct error *err);

/* The cells of one line, its quotes taken as libcsv takes them, or as letters when they do not pair; false: out of
 * memory. For a look at a header. */
bool cells_of_line(const char *line, size_t len, char delimiter, struct cells *out);
void cells_free(struct cells *c);

#endif
