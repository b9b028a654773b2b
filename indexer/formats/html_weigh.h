/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_weigh.h - which part of a page is its article, by what the elements say and how much prose they hold.
 *
 * Every block (a run of text between elements that break the line) counts for its bytes of prose, and against it where
 * it is all links or a scrap of text, as menus and lists of teasers are. The article is the element whose sum is
 * greatest: one more ancestor would add more links than prose, one less lose paragraphs. An element that says it is the
 * text is believed where it holds most of that. Works in time in proportion to the page. */
#ifndef HUSTINGS_HTML_WEIGH_H
#define HUSTINGS_HTML_WEIGH_H

#include <libxml/tree.h>
#include <stdbool.h>

/* Marks the elements below root that are beside the article (in their _private), and returns the article's, at
 * least root. lenient: where no text was found otherwise, the element with the most prose that only its class calls
 * beside the article is not ("sidebar_right" of all that stands to the left of it). */
xmlNode *html_article(xmlNode *root, bool lenient);
/* As html_article marked it; true of what is no element. */
bool html_is_beside(const xmlNode *node);

#endif
