/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite_parts.h - what all forms of an entry are made of. For cite*.c only. */
#ifndef HUSTINGS_CITE_PARTS_H
#define HUSTINGS_CITE_PARTS_H

#include "archive/cite.h"
#include "archive/cite_name.h"

struct cite_parts {
    const struct record *record;
    char key[CITE_KEY_MAX];
    struct date date;     /* precision DATE_NONE: undated; of a time its day */
    struct date accessed; /* a day */
    struct buffer archive_url, proof; /* the permalink; "SHA-256" and 64 hex digits, or that it is withdrawn */
    struct buffer line;              /* cite_line's */
};

/* text as one line, until the next call: runs of white space and controls are one space, none at the ends. Its data is
 * NULL where nothing is left of it, and where memory is out: parts->line.failed tells. */
struct record_text cite_line(struct cite_parts *parts, struct record_text text);

/* The people of all bylines, each by put, in the frame of one list: begin, between two, end. None: nothing. */
struct cite_list {
    const char *begin, *between, *end;
    void (*put)(const struct cite_name *name, struct buffer *out);
};
void cite_put_authors(struct cite_parts *parts, const struct cite_list *list, struct buffer *out);

bool cite_put_bibtex(struct cite_parts *parts, struct buffer *out);
bool cite_put_ris(struct cite_parts *parts, struct buffer *out);
bool cite_put_csl(struct cite_parts *parts, struct buffer *out);

#endif
