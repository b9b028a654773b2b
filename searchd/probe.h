/* SPDX-License-Identifier: GPL-2.0-or-later */
/* probe.h - whether the archive can be searched, known without waiting.
 *
 * A thread with its own reader searches twice a second; readiness is what it
 * found last, so that asking never waits behind searches or a slow disk. */
#ifndef HUSTINGS_PROBE_H
#define HUSTINGS_PROBE_H

#include "archive/reader.h"

enum {
    PROBE_MS = 500,
    PROBE_LATE_MS = 10000 /* without an answer for so long, the disk hangs: not ready */
};

struct probe;
/* Probes once before it returns. NULL: out of memory or threads. */
struct probe *probe_start(const char *archive);
/* From now on what is searched is also read again every so many seconds (scrub.h), until it is stopped. -1: out of
 * memory or threads. */
int probe_scrub(struct probe *p, unsigned seconds);
void probe_stop(struct probe *p); /* accepts NULL */
/* What the newest probe found: FAULT_NONE, or why the archive cannot be searched. */
void probe_state(struct probe *p, struct error *out);
/* What it found by searching alone, without what proof.h says. */
void probe_found(struct probe *p, struct error *out);
/* -1: the archive is damaged (proof.h), as *err says: nothing is to be answered. p may be NULL: it is not known. */
int probe_proved(struct probe *p, struct error *err);
/* How often files that were damaged became what was written (proof.h): what was opened or answered before is then to be
 * forgotten. p may be NULL. */
unsigned probe_mends(struct probe *p);
/* The newest it searched; all zero when there was none. */
void probe_snapshot(struct probe *p, struct snapshot *out);

#endif
