/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof.h - whether the runs that are searched are as they were written.
 *
 * Searches trust a run's files, whose checksums take reading all of them. A thread does that once for each run, beside
 * the searches, as soon as a generation names it. From then on a run that is not what was written answers nobody, until
 * its files were put back or a generation has others: to be wrong is worse than to be away. One that cannot be read is
 * not known to be wrong, and answers; the log says so. The delta and the stored texts are not read here: texts are
 * proved when shown. */
#ifndef HUSTINGS_PROOF_H
#define HUSTINGS_PROOF_H

#include "archive/error.h"

struct proof;
/* NULL: out of memory or threads. */
struct proof *proof_start(const char *archive);
void proof_stop(struct proof *p); /* accepts NULL */
/* -1: a run is damaged, as *err says (err may be NULL). */
int proof_state(struct proof *p, struct error *err);
/* How often runs that were damaged have been found to be what was written: counted before proof_state says so. */
unsigned proof_mends(const struct proof *p);

#endif
