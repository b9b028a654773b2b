/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_tags.h - whether libxml2 can read a page's tags in fair time. */
#ifndef HUSTINGS_HTML_TAGS_H
#define HUSTINGS_HTML_TAGS_H

#include <stdbool.h>
#include <stddef.h>

/* libxml2 compares each attribute of a tag with all before it: a tag of 100,000 took minutes. No site has over 100. */
enum { TAG_ATTRIBUTES_MAX = 500 };

/* Whether a tag seems to have more than TAG_ATTRIBUTES_MAX attributes. */
bool html_has_crowded_tag(const char *bytes, size_t len);

/* libxml2 needs some 300 bytes for each. */
enum { PAGE_TAGS_MAX = 1 << 20 };
bool html_has_too_many_tags(const char *bytes, size_t len);

#endif
