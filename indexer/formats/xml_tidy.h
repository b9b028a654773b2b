/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_tidy.h - XML as people send it, made well-formed on the way to the parser.
 *
 * Tags left open are closed, stray ones dropped, attributes quoted, "AT&T" escaped, HTML's entities put in their
 * characters. Comments, processing instructions and the document type go, with every entity that it declares: what
 * the parser gets can neither grow nor name a file. Lines keep their numbers. */
#ifndef HUSTINGS_XML_TIDY_H
#define HUSTINGS_XML_TIDY_H

#include "archive/buffer.h"

struct xml_tidy;

/* Elements named in records (ended by NULL; may be NULL) never lie in one another: one that opens ends the one before.
 * Borrowed. NULL: out of memory. */
struct xml_tidy *xml_tidy_new(const char *const *records);
void xml_tidy_free(struct xml_tidy *t); /* accepts NULL */
/* Appends what can be told of the bytes so far; last: none follow. Bytes are UTF-8. out->failed: no memory. */
void xml_tidy_feed(struct xml_tidy *t, const char *bytes, size_t len, bool last, struct buffer *out);

/* The first place that was mended: its line, or 0; what was wrong; and how many there were. */
struct xml_mends {
    unsigned long line;
    char reason[160];
    unsigned long count;
};
const struct xml_mends *xml_tidy_mends(const struct xml_tidy *t);

#endif
