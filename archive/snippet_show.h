/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_show.h - a piece of a text as it is shown. For snippet*.c only. */
#ifndef HUSTINGS_SNIPPET_SHOW_H
#define HUSTINGS_SNIPPET_SHOW_H

#include "archive/snippet_cut.h"

/* The passage with its spans, bad bytes as U+FFFD; one_line: white space and control
 * characters as one space, else as they stand. False: the arena or memory is full. */
bool show_passage(const struct source *s, const struct passage *p, bool one_line, struct buffer *scratch,
                  struct arena *arena, struct marked *out);

#endif
