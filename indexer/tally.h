/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tally.h - what became of the articles of a run, as its last line. */
#ifndef HUSTINGS_TALLY_H
#define HUSTINGS_TALLY_H

#include "archive/store.h"
#include "indexer/changes.h"

#include <stdbool.h>
#include <stdint.h>

struct tally {
    uint64_t results[PUT_RESULTS]; /* by enum put_result */
    uint64_t copies;     /* of those put, copies of one published before; known once they are committed */
    uint64_t failed, warnings;
    uint64_t changed[FIELDS]; /* articles by field that would change; of a plan only */
    uint64_t files;           /* of a watched folder; 0: not counted */
    double seconds;
    bool planned; /* a dry run: nothing was written */
};

/* A line on stdout; as JSON an event of that name. */
void tally_print(const struct tally *t, bool json, const char *event);

#endif
