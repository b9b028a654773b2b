/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch_put.h - what a file of queries found, as CSV (csv_put.h) or a line of JSON each. */
#ifndef HUSTINGS_BATCH_PUT_H
#define HUSTINGS_BATCH_PUT_H

#include "archive/buffer.h"
#include "indexer/batch_row.h"

struct batch_form {
    const struct strings *columns; /* the file's */
    bool hits, json;
    const char *snapshot; /* that answers */
};

struct batch_count {
    uint64_t total;
    const struct record *first, *last; /* by date; NULL: there is none */
    const char *const *warnings;
    size_t warning_count;
};

struct batch_hit {
    uint64_t rank; /* from 1 */
    const struct record *record;
    bool scored;
    double score;
};

/* Each appends to out; false: no memory. */
bool batch_put_head(const struct batch_form *form, struct buffer *out);
bool batch_put_count(const struct batch_form *form, const struct batch_row *row, const struct batch_query *query,
                     const struct batch_count *count, struct buffer *out);
bool batch_put_hit(const struct batch_form *form, const struct batch_row *row, const struct batch_query *query,
                   const struct batch_hit *hit, struct buffer *out);
/* The row of a query that was not answered. */
bool batch_put_problem(const struct batch_form *form, const struct batch_row *row, const struct batch_query *query,
                       const char *problem, struct buffer *out);

#endif
