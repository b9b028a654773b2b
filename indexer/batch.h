/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch.h - a file of queries, each counted or listed, to stdout. */
#ifndef HUSTINGS_BATCH_H
#define HUSTINGS_BATCH_H

#include "indexer/search_options.h"

/* All queries are answered from one snapshot, as they are written: none is corrected, and where no article has every
 * word there are none. An exit code. */
int batch_run(const char *archive, const struct search_options *options);

#endif
