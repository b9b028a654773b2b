/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake.h - one run of add: from paths to committed articles and a tally. */
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

/* An exit code (command.h). */
int intake_run(const struct intake_options *options, char *const *paths, int count);

#endif
