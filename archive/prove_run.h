/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prove_run.h - whether every byte of a run is as it was written. */
#ifndef HUSTINGS_PROVE_RUN_H
#define HUSTINGS_PROVE_RUN_H

#include "archive/error.h"
#include "archive/file_sum.h"


/* Reads all of the run's files. FAULT_DAMAGED: the text names one that is not what was written. A run that an earlier
 * version made has no checksums of its database, and is not proved as far. FAULT_IO: one
 * cannot be read, or pace (file_sum.h; may be NULL) stopped it. */
int prove_run(const char *path, const struct pace *pace, struct error *err);

#endif
