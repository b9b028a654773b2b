/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_ld.h - the facts that a page gives as JSON-LD (schema.org). */
#ifndef HUSTINGS_HTML_LD_H
#define HUSTINGS_HTML_LD_H

#include "indexer/formats/html_when.h"

#include <cjson/cJSON.h>

/* Reads the text of one script (changed, NUL dropped) into facts, keys as article_from_json has them; what is there
 * already stays. In an array or a @graph, the first article counts; authors and publishers named by @id are looked up.
 * "breadcrumb" is a section that is used where the article names none. */
void html_ld_read(char *text, cJSON *facts, struct html_when *when);

#endif
