/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta_sums.h - whether the delta's tables are as the last commit left them: their blocks have no checksums.
 *
 * DELTA/sums holds an XXH3 of each block (8 KiB) of each table and of the file that names the revision. A commit writes
 * new blocks beside those of the one before, so that only what is new is read again. The file is not synced and its
 * loss no damage: one that is not whole proves nothing, and one of an earlier revision only what that one wrote. Only
 * blocks that the revision uses (glass_tree.h) have to be what they were: into those that are free the next writer
 * writes, and a power cut may leave half of that.
 */
#ifndef HUSTINGS_DELTA_SUMS_H
#define HUSTINGS_DELTA_SUMS_H

#include "archive/error.h"

#include <stdint.h>

/* What a commit replaces in the delta's folder: libxapian's own, and the sums of that. */
#define DELTA_REVISION_FILE "iamglass"
#define DELTA_SUMS_FILE "sums"

/* After the commit of that revision to the database in folder dir. What fails leaves no file. */
void delta_sums_write(const char *dir, uint64_t revision);
/* Of the newest revision, beside whatever writers. FAULT_DAMAGED: a table is not what was written, as the text says;
 * FAULT_NOT_FOUND: the revision has no sums (but those of an earlier one found no damage), or was overtaken meanwhile;
 * FAULT_IO: it cannot be read. */
int delta_sums_check(const char *dir, struct error *err);

#endif
