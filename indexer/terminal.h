/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terminal.h - a person at the other end, or a pipe. */
#ifndef HUSTINGS_TERMINAL_H
#define HUSTINGS_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/* Whether lines can be redrawn there: a terminal that is not dumb. */
bool terminal_redraws(FILE *out);
/* Whether bold may be used there: as above, and NO_COLOR is not set. */
bool terminal_is_bold(FILE *out);
unsigned terminal_width(FILE *out); /* columns; 80 when it does not say */
/* Writes text; control characters, bytes that are not UTF-8 and what turns the direction of writing as '?': names of
 * files may hold what a terminal obeys. */
void print_clean(FILE *out, const char *text, size_t len);

#endif
