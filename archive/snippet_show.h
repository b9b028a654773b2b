/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_show.h - pieces of a text as they are shown. For snippet*.c only. */
#ifndef HUSTINGS_SNIPPET_SHOW_H
#define HUSTINGS_SNIPPET_SHOW_H

#include "archive/snippet_cut.h"

/* The passages, one behind the other, with their spans, bad bytes as U+FFFD; one_line: white space and control
 * characters as one space, else as they stand. False: the arena or memory is full. */
bool show_passages(const struct source *s, const struct passage *p, size_t count, bool one_line, struct buffer *scratch,
                   struct arena *arena, struct marked *out);

#endif
