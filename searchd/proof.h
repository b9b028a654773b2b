/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof.h - whether the runs that are searched are as they were written.
 *
 * Searches trust a run's files, whose checksums take reading all of them. A thread does that once for each run, beside
 * the searches, as soon as a generation names it. From then on a run that is not what was written answers nobody: to
 * be wrong is worse than to be away. The delta and the stored texts are not read here: texts are proved when shown. */
#ifndef HUSTINGS_PROOF_H
#define HUSTINGS_PROOF_H

#include "archive/error.h"

struct proof;
/* NULL: out of memory or threads. */
struct proof *proof_start(const char *archive);
void proof_stop(struct proof *p); /* accepts NULL */
/* -1: a run is damaged, as *err says (err may be NULL). */
int proof_state(struct proof *p, struct error *err);

#endif
