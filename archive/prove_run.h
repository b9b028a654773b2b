/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prove_run.h - whether every byte of a run is as it was written. */
#ifndef HUSTINGS_PROVE_RUN_H
#define HUSTINGS_PROVE_RUN_H

#include "archive/error.h"

#include <stdatomic.h>

/* Reads all of the run's files. FAULT_DAMAGED: the text names one that is not what was written. A run that an earlier
 * version made has no checksums of its database, and is not proved as far. FAULT_IO: one
 * cannot be read, or *stop (may be NULL) became true meanwhile. */
int prove_run(const char *path, const atomic_bool *stop, struct error *err);

#endif
