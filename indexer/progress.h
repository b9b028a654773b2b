/* SPDX-License-Identifier: GPL-2.0-or-later */
/* progress.h - how far a run is, as a line of text. */
#ifndef HUSTINGS_PROGRESS_H
#define HUSTINGS_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

enum { PROGRESS_LINE_MAX = 256 };

struct progress {
    const char *phase;  /* "reading", "indexing" */
    uint64_t done, all; /* in one unit, such as bytes; all 0: not known */
    uint64_t articles;
    double seconds; /* since the phase began */
    const char *unit; /* of `articles`; NULL: those */
};

/* Percent done, 0 to 100; -1: not known. */
int progress_percent(const struct progress *p);
double progress_rate(const struct progress *p); /* articles a second */
/* Seconds to go at the pace so far; -1: not known yet. */
double progress_left(const struct progress *p);
/* With a bar, in at most width columns (ASCII); what does not fit is left out from the end. Returns its length. */
size_t progress_bar(const struct progress *p, unsigned width, char out[PROGRESS_LINE_MAX]);
/* In words, for a pipe. */
size_t progress_words(const struct progress *p, char out[PROGRESS_LINE_MAX]);

#endif
