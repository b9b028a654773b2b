/* SPDX-License-Identifier: GPL-2.0-or-later */
/* confine_parts.h - what confine.c is made of, for each part of the kernel that it asks. */
#ifndef HUSTINGS_CONFINE_PARTS_H
#define HUSTINGS_CONFINE_PARTS_H

#include "archive/error.h"

/* For this thread and those that it makes. version: of the kernel's Landlock; 0: it has none, and nothing holds. */
int confine_to_folder(const char *archive, int *version, struct error *err);
/* For all threads. Below 0: -errno, where the kernel has no filters or none left. */
int confine_filter(void);

#endif
