/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch_row.h - a row of a file of queries as a search. */
#ifndef HUSTINGS_BATCH_ROW_H
#define HUSTINGS_BATCH_ROW_H

#include "indexer/batch_file.h"
#include "indexer/search_options.h"

/* What a column is, by its name. */
enum batch_column {
    BATCH_OTHER, /* kept as it is */
    BATCH_Q,
    BATCH_LABEL,
    BATCH_FROM,
    BATCH_TO,
    BATCH_MATCH,
    BATCH_IN,
    BATCH_COLLAPSE,
    BATCH_FILTER /* and, behind it, one for each facet */
};
enum batch_column batch_column_named(const char *name);

struct batch_query {
    struct search_request request;
    struct search_filter filters[FILTERS_MAX];
    const char *q, *label; /* as they stand there; borrowed from the row, "" where there is none */
    const char *problem;   /* what is wrong with the row; NULL: nothing */
};

/* columns are the file's. What a cell says stands in place of the option of its name, but filters hold besides those of
 * the options. All but what is borrowed from row lives in the arena. -1: no memory. */
int batch_row_read(const struct batch_row *row, const struct strings *columns, const struct search_options *options,
                   struct arena *arena, struct batch_query *out, struct error *err);

#endif
