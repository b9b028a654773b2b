/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dry_run.h - what adding would do, found out by reading alone: no lock is taken, nothing is made. */
#ifndef HUSTINGS_DRY_RUN_H
#define HUSTINGS_DRY_RUN_H

#include "archive/store.h"

struct dry_run;
int dry_run_open(const char *dir, struct dry_run **out, struct error *err); /* no archive there: all is new */
void dry_run_close(struct dry_run *p);                                      /* accepts NULL */
/* What putting it would say after all that were planned before, refusals included; *changed: of an article that would
 * be updated the fields that differ (changes.h), else 0. */
int dry_run_put(struct dry_run *p, const struct packed *packed, enum put_result *result, unsigned *changed,
                struct error *err);

#endif
