/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_near.h - the day that a page shows its readers beside the headline. */
#ifndef HUSTINGS_HTML_NEAR_H
#define HUSTINGS_HTML_NEAR_H

#include "indexer/formats/html_when.h"

#include <libxml/tree.h>

/* Offers when the day of the short line of text nearest to the headline, within a few lines, or of a credit right below
 * the article. Lines that speak of an update, an end, a copyright or the like do not count; nor do comments, navigation
 * and related articles. After html_article, whose marks it uses. title is the page's, as <title> or og:title has it. */
void html_near_headline(const xmlNode *root, const xmlNode *article, const char *title, struct html_when *when);

#endif
