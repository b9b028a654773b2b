/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_print.h - a query's tree as the text that parses to it. For query_*.c, synonyms_*.c, correct.c and
 * search_understand.c only. */
#ifndef HUSTINGS_QUERY_PRINT_H
#define HUSTINGS_QUERY_PRINT_H

#include "archive/buffer.h"
#include "archive/query.h"

bool query_print(const struct query_node *node, struct buffer *out);

#endif
