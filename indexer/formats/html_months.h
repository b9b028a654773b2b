/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_months.h - the months' names in several languages. */
#ifndef HUSTINGS_HTML_MONTHS_H
#define HUSTINGS_HTML_MONTHS_H

/* 1 to 12; 0: word is no month's name. ASCII letters of word in lower case. */
int html_month_of(const char *word);

#endif
