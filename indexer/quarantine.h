/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quarantine.h - records that could not be taken in, kept as they were given.
 *
 * DIR/records/ holds them, one a file, so that they can be mended and added again as a
 * folder; DIR/reasons.tsv says for each: file, where it came from, why. */
#ifndef HUSTINGS_QUARANTINE_H
#define HUSTINGS_QUARANTINE_H

#include "archive/error.h"

#include <stddef.h>

struct quarantine;
int quarantine_open(const char *dir, struct quarantine **out, struct error *err); /* made when absent */
void quarantine_close(struct quarantine *q);                                      /* accepts NULL */
/* Keeps a record; bytes NULL: there is none, only the reason is noted. One thread at a time. */
int quarantine_put(struct quarantine *q, const char *where, const char *reason, const char *bytes, size_t len,
                   struct error *err);

#endif
