/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_lines.h - the file in which a watched folder's state is kept, line by line. For watch_taken.c only.
 *
 * The head is "hustings watched 1 TAB folder"; a line is "size TAB mtime TAB inode TAB r or u TAB path" (u: could not
 * be read), with \t, \n and \\ in paths written so. */
#ifndef HUSTINGS_WATCH_LINES_H
#define HUSTINGS_WATCH_LINES_H

#include "archive/error.h"
#include "indexer/watch_stamp.h"

#include <stdio.h>

void watch_head_write(FILE *out, const char *folder);
void watch_line_write(FILE *out, const char *path, const struct stamp *stamp, bool unreadable);
/* Gives every line to each, which returns false for want of memory. whole: the file is there and ends in a whole
 * line, so that more can be appended. */
int watch_lines_read(const char *path,
                     bool (*each)(void *ctx, const char *path, const struct stamp *stamp, bool unreadable), void *ctx,
                     bool *whole, struct error *err);

#endif
