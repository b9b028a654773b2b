/* SPDX-License-Identifier: GPL-2.0-or-later */
/* descriptors.h - open files, shared out so that connections never take those that the archive needs. */
#ifndef HUSTINGS_DESCRIPTORS_H
#define HUSTINGS_DESCRIPTORS_H

#include "archive/error.h"

#include <stddef.h>

/* Raises the process's limit as far as it may and leaves in *connections how many of `wanted` can be
 * open at once beside the readers of so many workers. FAULT_IO: too few for any. */
int descriptors_share(size_t workers, size_t wanted, unsigned *connections, struct error *err);

#endif
