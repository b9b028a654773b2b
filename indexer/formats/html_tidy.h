/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_tidy.h - the facts of a page as a reader would write them. */
#ifndef HUSTINGS_HTML_TIDY_H
#define HUSTINGS_HTML_TIDY_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* References that were escaped twice become characters; of many sections in a text the first stays, the others become
 * tags; a language is written with '-'; a site named by its address is named by its host; of "headline | site" as a
 * site's name the site stays. False: no memory. */
bool html_tidy(cJSON *facts);
/* Of the page's main headings the first that its title (or NULL) holds, else the first. Borrowed; NULL: there is none.
 */
const char *html_tidy_heading(const cJSON *headings, const char *title);

#endif
