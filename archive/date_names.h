/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date_names.h - words of dates in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Norwegian,
 * Danish, Polish, Russian and Turkish. Words are in lower case. */
#ifndef HUSTINGS_DATE_NAMES_H
#define HUSTINGS_DATE_NAMES_H

#include <stdbool.h>

/* 1 to 12; 0: word is no month's name. */
int date_month_named(const char *word);
/* Whether a word of another language than English stands beside dates and says nothing: a weekday, "de", "Uhr". */
bool date_word_is_idle(const char *word);

#endif
