/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inspect.h - whether an archive is whole: its databases, its stored articles, and each with the other. */
#ifndef HUSTINGS_INSPECT_H
#define HUSTINGS_INSPECT_H

#include "archive/error.h"

#include <stdbool.h>
#include <stdint.h>

struct inspection {
    void *ctx;
    /* what is wrong with the part named, and how to mend it (NULL: nothing needs to be done). */
    void (*finding)(void *ctx, const char *part, const char *wrong, const char *mend);
    uint64_t databases, records, articles; /* looked at */
    uint64_t problems;                     /* found: those with a way to mend */
    const char *mend_index;                /* inspect_archive's: by what a damaged index is mended */
};

/* Looks at all of the archive at dir, which no writer may change meanwhile. -1: it could not look. */
int inspect_archive(const char *dir, struct inspection *in, struct error *err);

#endif
