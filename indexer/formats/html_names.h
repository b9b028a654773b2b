/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_names.h - what the names of elements say. */
#ifndef HUSTINGS_HTML_NAMES_H
#define HUSTINGS_HTML_NAMES_H

#include <libxml/tree.h>
#include <stdbool.h>

enum { HTML_DEPTH_MAX = 256 }; /* of elements; libxml2's own limit, so that our recursion has one too */

/* names ends in NULL; case does not matter. */
bool html_word_is_one_of(const char *word, const char *const *names);
bool html_is(const xmlNode *node, const char *name);
/* Stands within a line of text, such as <b>; false for what is no element. */
bool html_is_inline(const xmlNode *node);
bool html_is_heading(const xmlNode *node);
/* Holds no text for readers, or one beside the article, such as <script> and <nav>. */
bool html_is_no_text(const xmlNode *node);
/* The attribute's value, libxml2's (xmlFree), or NULL. */
char *html_attribute(const xmlNode *node, const char *name);
bool html_attribute_is(const xmlNode *node, const char *name, const char *value);

#endif
