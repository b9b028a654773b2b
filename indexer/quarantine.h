/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quarantine.h - records that could not be taken in, kept as they were given.
 *
 * DIR/records/ holds them, one a file, so that they can be mended and added again as a
 * folder; DIR/reasons.tsv says for each: file, where it came from, why. */
#ifndef HUSTINGS_QUARANTINE_H
#define HUSTINGS_QUARANTINE_H

#include "archive/error.h"

#include <limits.h>
#include <stddef.h>

struct quarantine;
int quarantine_open(const char *dir, struct quarantine **out, struct error *err); /* made when absent */
void quarantine_close(struct quarantine *q);                                      /* accepts NULL */
/* Keeps a record; bytes NULL: there is none, only the reason is noted. What is there already, from the same place for
 * the same reason and not touched since, is not kept twice. record: where it lies now, "" of none. On failure nothing
 * of it is left. One thread at a time. */
int quarantine_put(struct quarantine *q, const char *where, const char *reason, const char *bytes, size_t len,
                   char record[PATH_MAX], struct error *err);

#endif
