/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof.h - whether what is searched is as it was written.
 *
 * Searches trust a run's files, whose checksums take reading all of them. A thread does that once for each run, beside
 * the searches, as soon as a generation names it. The delta, which is small, is read whole before proof_start returns,
 * and within a second after each commit. From then on what is not as it was written answers nobody, until
 * its files were put back or a generation has others: to be wrong is worse than to be away. What cannot be read is
 * not known to be wrong, and answers; the log says so. The stored texts are not read here: texts are proved when
 * shown. */
#ifndef HUSTINGS_PROOF_H
#define HUSTINGS_PROOF_H

#include "archive/error.h"

struct proof;
/* NULL: out of memory or threads. */
struct proof *proof_start(const char *archive);
void proof_stop(struct proof *p); /* accepts NULL */
/* -1: a run or the delta is damaged, as *err says (err may be NULL). */
int proof_state(struct proof *p, struct error *err);
/* Within a second all is read again. */
void proof_doubt(struct proof *p);
/* How often what was damaged has been found to be what was written: counted before proof_state says so. */
unsigned proof_mends(const struct proof *p);

#endif
