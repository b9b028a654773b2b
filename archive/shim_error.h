/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shim_error.h - what the shim says went wrong, as ours. */
#ifndef HUSTINGS_SHIM_ERROR_H
#define HUSTINGS_SHIM_ERROR_H

#include "archive/error.h"
#include "shim/xapian_c.h"

/* Sets *err from s, which is not XAP_OK; returns -1. */
int shim_error(struct error *err, xap_status s, const xap_error *xerr);
/* As shim_error, of databases of the archive at dir that were to be opened: those that are gone are
 * damage, those that cannot be read (too many open files, no permission) are not. */
int shim_open_error(struct error *err, xap_status s, const xap_error *xerr, const char *dir);

#endif
