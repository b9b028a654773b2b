/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_day.h - a day named somewhere in a line of text, in the ways of several languages. */
#ifndef HUSTINGS_HTML_DAY_H
#define HUSTINGS_HTML_DAY_H

#include "archive/date.h"

enum html_order { HTML_ORDER_UNKNOWN, HTML_ORDER_DAY_FIRST, HTML_ORDER_MONTH_FIRST };

/* Whether 4/3/2019 is in March or April, by a language such as "de" or "en-US"; NULL: unknown. */
enum html_order html_order_of(const char *lang);
/* The first day in text: "16. Dezember 2019", "Dec 16, 2019", "2019-12-16", "16.12.2019", "16/12/2019", and "4/3/2019"
 * where order tells. *at (may be NULL) is where it begins. A month or a year alone is none. */
bool html_day_find(const char *text, size_t len, enum html_order order, struct date *day, size_t *at);

#endif
