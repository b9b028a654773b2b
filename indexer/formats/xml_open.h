/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_open.h - the elements that are open at a place in XML, by name. For xml_tidy.c. */
#ifndef HUSTINGS_XML_OPEN_H
#define HUSTINGS_XML_OPEN_H

#include "archive/buffer.h"

enum { XML_DEPTH_MAX = 200 }; /* under libxml2's own 256, at which it gives up */

struct xml_open {
    struct buffer names; /* one behind the other, each with its NUL */
    size_t at[XML_DEPTH_MAX];
    size_t depth;
};

struct xml_open xml_open_make(void);
void xml_open_free(struct xml_open *o);
/* There must be room; names.failed tells of no memory. */
void xml_open_push(struct xml_open *o, const char *name);
const char *xml_open_name(const struct xml_open *o, size_t level);
/* The innermost; borrowed until the next push. There must be one. */
const char *xml_open_pop(struct xml_open *o);
/* The level of the innermost of that name; SIZE_MAX: none is open. */
size_t xml_open_find(const struct xml_open *o, const char *name);

#endif
