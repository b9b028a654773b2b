/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sums.h - whether a run's database is as it was written: the blocks of its tables have no checksums of their own, and
 * a changed byte may leave their structure as it was.
 *
 * RUN/sums is text, a line for each of libxapian's files there: its XXH3, its bytes, its name; then the XXH3 of
 * these lines, and "sums". What else a run has is sealed (sealed.h). A run of an earlier version has no such file, or
 * one without the last line. */
#ifndef HUSTINGS_SUMS_H
#define HUSTINGS_SUMS_H

#include "archive/error.h"
#include "archive/file_sum.h"

#define SUMS_FILE "sums"

/* Makes the file in folder dir, whose database must not change from then on, and syncs it. */
int sums_write(const char *dir, struct error *err);
/* FAULT_DAMAGED: a file of dir, which the text names, is not what was written; FAULT_NOT_FOUND: there are no sums;
 * FAULT_IO: it cannot be read, or pace (file_sum.h; may be NULL) stopped it. */
int sums_check(const char *dir, const struct pace *pace, struct error *err);

#endif
