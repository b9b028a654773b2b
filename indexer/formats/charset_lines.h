/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset_lines.h - the lines of one file as UTF-8: what charset it is, all of them tell together. */
#ifndef HUSTINGS_CHARSET_LINES_H
#define HUSTINGS_CHARSET_LINES_H

#include "indexer/formats/charset_guess.h"
#include "indexer/formats/format.h"

struct charset_lines {
    struct input *in;            /* looked ahead in, when a line is the first that is no UTF-8 */
    struct buffer odd;           /* lines that are no UTF-8, and what lies ahead of the first */
    const struct charset *known; /* what they were last guessed to be */
};

struct charset_lines charset_lines_make(struct input *in);
void charset_lines_free(struct charset_lines *c);
/* Appends the line as UTF-8, without mark. *warning (static, or NULL) says what had to be assumed, once for a file. */
int charset_line(struct charset_lines *c, const char *line, size_t len, struct buffer *out, const char **warning,
                 struct error *err);

#endif
