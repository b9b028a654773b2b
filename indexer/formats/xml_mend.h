/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_mend.h - one tag, or one reference such as "&amp;", made well-formed. For xml_tidy.c. */
#ifndef HUSTINGS_XML_MEND_H
#define HUSTINGS_XML_MEND_H

#include "archive/buffer.h"

enum {
    XML_NAME_MAX = 200,      /* bytes of an element's name */
    XML_REFERENCE_MAX = 40,  /* bytes; no entity of HTML has a longer name */
    XML_ATTRIBUTES_MAX = 200 /* libxml2 compares each of a tag with all before it; the rest is left out */
};

bool xml_is_space(char c);
/* Bytes of the name at `at`, 0: there is none. */
size_t xml_name(const char *at, const char *end);
/* What the reference at `at` (an '&') stands for; bytes used. *bad is set where it was no reference. */
size_t xml_mend_reference(const char *at, const char *end, bool *bad, struct buffer *out);
/* Text without markup: references mended, control characters left out. */
void xml_mend_text(const char *at, const char *end, bool *bad, struct buffer *out);
/* Behind the '>' of the tag at `at`; NULL: it does not end before end, or *is_cut: before the next '<', which cannot
 * stand in a tag, not even in quotes. */
const char *xml_tag_end(const char *at, const char *end, bool *is_cut);
/* The start tag at `at` up to its '>' (end is behind that): its name, then attributes. */
void xml_mend_tag(const char *at, const char *end, bool *bad, struct buffer *out);

#endif
