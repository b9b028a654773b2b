/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.h - all that a run says: for a person at a terminal, for a pipe, or as JSON events.
 *
 * Problems, warnings and progress go to stderr, what was done to stdout; with JSON all goes
 * to stdout, one object a line. Any thread may call any of it. */
#ifndef HUSTINGS_REPORT_H
#define HUSTINGS_REPORT_H

#include "archive/store.h"
#include "indexer/tally.h"

#include <stdbool.h>
#include <stdint.h>

struct report;

struct report_options {
    bool json;
    bool verbose; /* a line for every article */
};

enum report_phase { PHASE_READING, PHASE_INDEXING, PHASE_EXPORTING };

struct report *report_new(const struct report_options *options); /* NULL: out of memory */
void report_free(struct report *r);                              /* accepts NULL */

/* where is "file" or "file:line". Counted. */
void report_problem(struct report *r, const char *where, const char *reason);
void report_warning(struct report *r, const char *where, const char *reason);
/* What was left out and is no fault, not counted. */
void report_left_out(struct report *r, const char *where, const char *text);
/* What befell the run itself, not counted: "indexer: text". */
void report_note(struct report *r, const char *text);
/* As report_note; the exit code that goes with it. */
int report_failed(struct report *r, const struct error *err);
/* Where a record was put aside. */
void report_quarantined(struct report *r, const char *where, const char *record);
/* The first event; said as JSON only. */
void report_started(struct report *r, const char *command, const char *archive, char *const *paths, int count);
/* changed: the fields that would change (changes.h), of an updated article in a plan. */
void report_article(struct report *r, const char *id, enum put_result result, unsigned changed);
/* So many more articles are durable: only once the commit has returned. */
void report_committed(struct report *r, uint64_t more);
/* How far it is: done of all, in bytes or articles (all 0: not known). Cheap to call often. */
void report_progress(struct report *r, enum report_phase phase, uint64_t done, uint64_t all, uint64_t articles);
void report_end_progress(struct report *r); /* the line is taken off the terminal */
void report_begin_progress(struct report *r); /* pace and time count from now */
/* A folder is watched from now on: files taken in before, and those to take in now. */
void report_watching(struct report *r, const char *folder, uint64_t taken, uint64_t waiting);
/* What one batch of a watched folder came to; and the last word. */
void report_batch(struct report *r, const struct tally *tally);
void report_tally(struct report *r, const struct tally *tally);
/* Problems and warnings so far. */
void report_faults(struct report *r, uint64_t *failures, uint64_t *warnings);

#endif
