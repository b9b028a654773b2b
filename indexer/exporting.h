/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exporting.h - the articles of an archive, with their earlier versions, on stdout as JSON Lines.
 *
 * Where they lie is gathered from one snapshot, in a temporary file; they are then read from the segments, which only
 * grow: no writer overtakes the export, and its memory does not grow with the archive. */
#ifndef HUSTINGS_EXPORTING_H
#define HUSTINGS_EXPORTING_H

#include "archive/error.h"
#include "indexer/report.h"

struct exported {
    uint64_t articles, earlier, retracted, lines;
    uint64_t damaged; /* told as notes and left out */
};

/* newest: without earlier versions, what is retracted, and lines of boilerplate. */
int export_archive(const char *archive, bool newest, struct report *report, struct exported *out, struct error *err);

#endif
