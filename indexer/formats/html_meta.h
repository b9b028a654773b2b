/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_meta.h - the facts that a page gives in <meta>, <link>, microdata and classes that all sites share. */
#ifndef HUSTINGS_HTML_META_H
#define HUSTINGS_HTML_META_H

#include "indexer/formats/html_when.h"

#include <cjson/cJSON.h>
#include <libxml/tree.h>

/* Reads one element. facts: what is said outright (keys of article_from_json; what is there already stays). weak: what
 * is used where nothing better is found: "headline", "h1" (a list), "title", "lang", "url", "authors" (a list), "source",
 * "publisher", "section". */
void html_meta_read(const xmlNode *node, cJSON *facts, cJSON *weak, struct html_when *when);

#endif
