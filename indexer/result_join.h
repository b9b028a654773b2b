/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_join.h - what a file of several parts is as a whole: one result.
 *
 * Each part must fit its own manifest and go on behind the last article before it, and all be of the same query and
 * snapshot. Articles that no manifest counts are the beginning of an export that broke off; the part behind them tells
 * of what, and the whole of them is proved by what the archive gives. */
#ifndef HUSTINGS_RESULT_JOIN_H
#define HUSTINGS_RESULT_JOIN_H

#include "archive/manifest.h"
#include "indexer/result_file.h"

/* The manifest of the whole, which borrows from of_parts: one each of file->parts. A single manifest is as it is.
 * *pieces: of how many it is made. FAULT_INVALID says what does not fit. */
int result_join(const struct result_file *file, const struct manifest *of_parts, struct manifest *out, size_t *pieces,
                struct error *err);

#endif
