/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch_file.h - a file of queries, one by one.
 *
 * A table whose first row names a column q (or query) is read as CSV: its other columns narrow the query, or are kept
 * as they are. Any other file has a query on each line, as it would be typed, quotes and commas included. */
#ifndef HUSTINGS_BATCH_FILE_H
#define HUSTINGS_BATCH_FILE_H

#include "archive/article.h"

#include <stdint.h>

struct batch_row {
    unsigned long line;       /* of the file, from 1 */
    const char *const *cells; /* one a column, any bytes but NUL; "" where there is none */
    const char *problem;      /* the row is no row, and why; NULL: it is one */
    bool bare_quotes;         /* the query stood in quotes, which were the table's and mark no phrase */
};

struct batch_file;
/* path "-" is stdin. FAULT_INVALID: a table whose first row names no q. */
int batch_file_open(const char *path, struct batch_file **out, struct error *err);
void batch_file_close(struct batch_file *f); /* accepts NULL */
/* The columns, as they were given; of lines it is q. */
const struct strings *batch_file_columns(const struct batch_file *f);
/* The next row that is not blank, borrowed until the next call. 1, 0 at the end, -1. */
int batch_file_next(struct batch_file *f, struct batch_row *out, struct error *err);
/* How far it is, in bytes; all 0: not known. */
void batch_file_progress(const struct batch_file *f, uint64_t *done, uint64_t *all);
/* Lines that were too long to be a row, which stderr was told. */
uint64_t batch_file_lost(const struct batch_file *f);

#endif
