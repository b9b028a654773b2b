/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_people.h - the people among what a page calls its authors. */
#ifndef HUSTINGS_HTML_PEOPLE_H
#define HUSTINGS_HTML_PEOPLE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* Makes "authors" (texts, objects with a name, lists of them) a list of names, or drops it: without "By" and its like
 * in the page's language, job titles, addresses, accounts ("admin"), companies, and the site itself. False: no memory.
 */
bool html_people_tidy(cJSON *facts);

#endif
