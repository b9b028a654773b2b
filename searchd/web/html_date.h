/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_date.h - dates as people read them, and as precise as they are known. */
#ifndef HUSTINGS_HTML_DATE_H
#define HUSTINGS_HTML_DATE_H

#include "searchd/web/html.h"

/* "2017", "March 2017" or "2 March 2017" (of a moment its day) of a date as the API has it, as text. What is no date
 * is shown as it is; NULL gives nothing. */
void html_date_words(struct buffer *out, const char *date);
/* The same as a <time> element. */
void html_date(struct buffer *out, const char *date);
/* Likewise, of a moment also its time: "2 March 2017, 16:10 UTC+01:00". */
void html_moment(struct buffer *out, const char *date);

#endif
