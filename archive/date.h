/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date.h - dates with their precision, and days as numbers. Proleptic Gregorian. */
#ifndef HUSTINGS_DATE_H
#define HUSTINGS_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum date_precision { DATE_NONE, DATE_YEAR, DATE_MONTH, DATE_DAY, DATE_TIME };

struct date {
    enum date_precision precision;
    int year, month, day, hour, minute, second; /* unknown parts are 0 */
    int offset_minutes;                         /* east of UTC; 0 unless precision is DATE_TIME */
};

/* How somebody writes a day in numbers alone. Either: it could be two days. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_ORDER_DMY, DATE_ORDER_MDY, DATE_ORDER_YMD, DATE_ORDER_EITHER };

/* Reads YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339 (a space for T and a missing
 * offset, read as UTC, are taken). Years 1 to 9999. On false *why (if given)
 * is a static line such as "month 13 does not exist". */
bool date_parse_iso(const char *text, size_t len, struct date *out, const char **why);
/* Reads dates as people and feeds write them: the above, the same without marks
 * as wires have it ("20191216T231000+0100"), RFC 822, "Monday 16
 * December 2019", "Dec. 16, 2019 11:10 pm ET", "December 2019". Never guesses
 * between 16/12 and 12/16 when both would do: false. */
bool date_parse_words(const char *text, size_t len, struct date *out, const char **why);
/* The same for who knows the order in which its source writes numbers: it settles what could be two days, and years of
 * two digits. What can be only one day is read as that in any case. *shown (if given) is the order the text itself
 * shows, set on false too: DMY or MDY for a day in numbers that could be no other, EITHER where the order is needed,
 * else UNKNOWN. */
bool date_parse_ordered(const char *text, size_t len, enum date_order order, struct date *out, enum date_order *shown,
                        const char **why);
/* Writes the canonical text into out; returns its length. */
size_t date_format(const struct date *d, char out[32]);
/* Days since 1970-01-01 of the first and last day d may mean. */
int32_t date_first_day(const struct date *d);
int32_t date_last_day(const struct date *d);
void date_from_day(int32_t day, int *year, int *month, int *mday);

#endif
