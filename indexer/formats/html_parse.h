/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_parse.h - libxml2's tree of a page or a piece of HTML: whole, or none. */
#ifndef HUSTINGS_HTML_PARSE_H
#define HUSTINGS_HTML_PARSE_H

#include <libxml/HTMLparser.h>
#include <stddef.h>

/* charset NULL: as the bytes declare it. NULL: they make none, or memory ended (memory.h); the caller frees it. */
htmlDocPtr html_parse(const char *bytes, size_t len, const char *charset);

#endif
