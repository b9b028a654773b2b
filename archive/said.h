/* SPDX-License-Identifier: GPL-2.0-or-later */
/* said.h - what an article says: its text without the lines that are known as its source's boilerplate. */
#ifndef HUSTINGS_SAID_H
#define HUSTINGS_SAID_H

#include "archive/boilerplate.h"

/* One thread's tools; zero it at first. */
struct said {
    struct buffer source, text;
    struct buffer left_out; /* keys of the lines that the last text lost, each once, as uint64_t */
};
void said_free(struct said *s); /* s is usable after */
/* Whose article it is, and as of which commit (retired.h) its text is wanted. */
struct said_of {
    uint64_t commit; /* BOILERPLATE_NOW */
    const char *source, *url; /* not there: length 0 */
    size_t source_len, url_len;
};
/* *text becomes what it says: itself, or s's until the next call. False: out of memory. */
bool said_cut(struct said *s, const struct boilerplate *known, const struct said_of *of, const char **text,
              size_t *len);
/* The same of a stored article, as it is now. One whose facts cannot be read says all of its text. */
bool said_read(struct said *s, const struct boilerplate *known, const struct segment_record *stored, const char **text,
               size_t *len);

#endif
