/* SPDX-License-Identifier: GPL-2.0-or-later */
/* one_line.h - a text as the one line that a bibliography or a feed has place for. */
#ifndef HUSTINGS_ONE_LINE_H
#define HUSTINGS_ONE_LINE_H

#include "archive/buffer.h"

/* Appends text: runs of white space, line ends and control characters (C0, C1) as one space, none at the ends; bad
 * bytes, and what is no character (U+FFFE, U+FFFF: XML has none such), as U+FFFD. False: over the maximum of out. */
bool one_line(const char *text, size_t len, struct buffer *out);

#endif
