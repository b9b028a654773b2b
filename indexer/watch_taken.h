/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_taken.h - which files of a watched folder were taken in, for as long as they lie there unchanged.
 *
 * Kept in ARCHIVE/watched/HASH/taken, HASH being of the folder's path: a line a file, appended and synced once what
 * the files held is committed. A line that a crash cut off costs that its file is read again. */
#ifndef HUSTINGS_WATCH_TAKEN_H
#define HUSTINGS_WATCH_TAKEN_H

#include "archive/error.h"
#include "indexer/watch_stamp.h"

#include <stddef.h>

struct taken;
/* folder: its real path. FAULT_LOCKED: another process watches it for this archive. */
int taken_open(const char *archive, const char *folder, struct taken **out, struct error *err);
void taken_close(struct taken *t); /* accepts NULL */
/* Whether the file was taken in as it is now; unreadable (may be NULL): it was tried, and could not be read. Paths are
 * as the walk gives them, below the folder. */
bool taken_has(struct taken *t, const char *path, const struct stamp *now, bool *unreadable);
/* Noted now, written by taken_save. False: out of memory. */
bool taken_put(struct taken *t, const char *path, const struct stamp *stamp, bool unreadable);
void taken_forget(struct taken *t, const char *path); /* it is gone; needs not be there */
/* Durable when it returns 0. */
int taken_save(struct taken *t, struct error *err);
size_t taken_count(const struct taken *t);

/* Between begin and end of a whole scan every file that is seen is marked; what was not is forgotten. */
void taken_scan_begin(struct taken *t);
void taken_mark(struct taken *t, const char *path);
void taken_scan_end(struct taken *t);

#endif
