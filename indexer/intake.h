/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake.h - one run of add, or one batch of a watched folder: from paths to committed articles and a tally. */
#ifndef HUSTINGS_INTAKE_H
#define HUSTINGS_INTAKE_H

#include "archive/date.h"
#include "indexer/formats/format.h"
#include "indexer/report.h"

/* When what was put is committed before the end of the run. */
enum {
    COMMIT_ARTICLES = 500000,
    COMMIT_SECONDS = 30,    /* after the first, so that the articles of a slow pipe can be found */
    COMMIT_SLOW = 20000     /* articles by then: what comes faster is a bulk load, better made into one large run */
};
#define COMMIT_BYTES (UINT64_C(4) << 30) /* of text: what a crash may cost to be read again */

struct quarantine;

struct intake_options {
    const char *archive;
    const char *source;     /* of articles that have none; or NULL */
    const char *quarantine; /* folder; or NULL */
    const struct key_map *keys; /* what sources call our keys (formats/key_map.h); or NULL */
    enum date_order date_order; /* of all sources; DATE_ORDER_UNKNOWN: told by the dates of each */
    enum format format;     /* FORMAT_UNKNOWN: told by content */
    unsigned jobs;
    unsigned wait_ms; /* for another writer */
    bool dry_run;
    struct report_options report;
};

/* What is to be read, and with what. */
struct intake_work {
    const char *purpose; /* what other writers are told, such as "add" */
    char *const *paths;
    int count;
    /* NULL: paths may be folders and "-". Else one for each path, all of them files: set where it could not be opened
     * or read; one that is gone is passed over in silence. */
    bool *unreadable;
    const char *within; /* of such paths: the folder that none of them may lead out of */
    struct report *report;
    struct quarantine *quarantine; /* NULL: none */
};

struct intake_outcome {
    struct tally tally;
    bool interrupted;
    struct error err; /* a fault: it ended the run, which committed what the tally counts */
};

/* err.fault FAULT_LOCKED: another writer holds the archive and nothing was done. */
void intake_batch(const struct intake_options *options, const struct intake_work *work, struct intake_outcome *out);
/* All that add does; an exit code (command.h). */
int intake_run(const struct intake_options *options, char *const *paths, int count);

#endif
