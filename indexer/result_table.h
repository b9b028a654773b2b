/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_table.h - the ids of a result that was exported as a table (RFC 4180). */
#ifndef HUSTINGS_RESULT_TABLE_H
#define HUSTINGS_RESULT_TABLE_H

#include "indexer/result_file.h"

#include <stdio.h>

/* Appends to ids what stands in the column "id". FAULT_INVALID says what is no table, or not one that can be read. */
int result_table_read(FILE *in, const char *path, struct id_list *ids, struct error *err);

#endif
