/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.h - all that a run says: for a person at a terminal, for a pipe, or as JSON events.
 *
 * Problems, warnings and progress go to stderr, what was done to stdout; with JSON all goes
 * to stdout, one object a line. Any thread may call any of it. */
#ifndef HUSTINGS_REPORT_H
#define HUSTINGS_REPORT_H

#include "archive/store.h"

#include <stdbool.h>
#include <stdint.h>

struct report;

struct report_options {
    bool json;
    bool verbose; /* a line for every article */
};

enum report_phase { PHASE_READING, PHASE_INDEXING, PHASE_EXPORTING };

/* What became of the articles of a run. */
struct tally {
    uint64_t results[3]; /* by enum put_result */
    uint64_t copies;     /* of those put, copies of one published before; known once they are committed */
};

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
void report_article(struct report *r, const char *id, enum put_result result);
/* Only once the commit has returned. */
void report_committed(struct report *r, uint64_t articles);
/* How far it is: done of all, in bytes or articles (all 0: not known). Cheap to call often. */
void report_progress(struct report *r, enum report_phase phase, uint64_t done, uint64_t all, uint64_t articles);
void report_end_progress(struct report *r); /* the line is taken off the terminal */
/* The last word. planned: a dry run. */
void report_tally(struct report *r, const struct tally *tally, bool planned);
uint64_t report_failures(struct report *r); /* problems so far */

#endif
