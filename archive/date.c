/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date.c - ISO dates with their precision, and days as numbers. */
#include "archive/date.h"

#include <stdio.h>

struct cursor {
    const char *at;
    const char *end;
};

static bool digits(struct cursor *c, int count, int *out)
{
    int value = 0;
    if (c->end - c->at < count)
        return false;
    for (int i = 0; i < count; i++) {
        char ch = c->at[i];
        if (ch < '0' || ch > '9')
            return false;
        value = value * 10 + (ch - '0');
    }
    c->at += count;
    *out = value;
    return true;
}

static bool eat(struct cursor *c, char wanted)
{
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

static bool refuse(const char **why, const char *reason)
{
    if (why)
        *why = reason;
    return false;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_offset(struct cursor *c, int *minutes)
{
    int hour = 0, minute = 0;
    if (c->at == c->end || eat(c, 'Z') || eat(c, 'z')) {
        *minutes = 0;
        return true;
    }
    int sign = *c->at == '-' ? -1 : 1;
    if (!eat(c, '+') && !eat(c, '-'))
        return false;
    if (!digits(c, 2, &hour))
        return false;
    eat(c, ':'); /* +0100, as feeds write it, is taken too */
    if (c->at < c->end && !digits(c, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *minutes = sign * (hour * 60 + minute);
    return true;
}

static bool read_time(struct cursor *c, struct date *d, const char **why)
{
    if (!digits(c, 2, &d->hour) || !eat(c, ':') || !digits(c, 2, &d->minute))
        return refuse(why, "the time is not HH:MM:SS");
    if (eat(c, ':') && !digits(c, 2, &d->second))
        return refuse(why, "the time is not HH:MM:SS");
    if (eat(c, '.') || eat(c, ',')) {
        int ignored;
        if (!digits(c, 1, &ignored))
            return refuse(why, "the fraction of a second has no digits");
        while (digits(c, 1, &ignored))
            ;
    }
    bool midnight = d->hour == 24 && !d->minute && !d->second;
    if ((d->hour > 23 && !midnight) || d->minute > 59 || d->second > 60)
        return refuse(why, "that time of day does not exist");
    if (d->second == 60) /* a leap second: the last one we can tell */
        d->second = 59;
    while (eat(c, ' '))
        ;
    if (!read_offset(c, &d->offset_minutes))
        return refuse(why, "the time's offset is neither Z nor +HH:MM");
    d->precision = DATE_TIME;
    return true;
}

static bool read_iso(struct cursor *c, struct date *d, const char **why)
{
    if (!digits(c, 4, &d->year))
        return refuse(why, "does not begin with a year of four digits");
    if (d->year < 1)
        return refuse(why, "year 0 does not exist");
    d->precision = DATE_YEAR;
    if (c->at == c->end)
        return true;
    if (!eat(c, '-') || !digits(c, 2, &d->month))
        return refuse(why, "is not YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339");
    if (d->month < 1 || d->month > 12)
        return refuse(why, "that month does not exist");
    d->precision = DATE_MONTH;
    if (c->at == c->end)
        return true;
    if (!eat(c, '-') || !digits(c, 2, &d->day))
        return refuse(why, "is not YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339");
    if (d->day < 1 || d->day > month_days(d->year, d->month))
        return refuse(why, "that day does not exist in its month");
    d->precision = DATE_DAY;
    if (c->at == c->end)
        return true;
    if (!eat(c, 'T') && !eat(c, 't') && !eat(c, ' '))
        return refuse(why, "something stands behind the date");
    if (!read_time(c, d, why))
        return false;
    if (c->at != c->end)
        return refuse(why, "something stands behind the time");
    if (d->hour == 24) { /* ISO 8601's end of a day is the next one's beginning */
        date_from_day(date_first_day(d) + 1, &d->year, &d->month, &d->day);
        d->hour = 0;
    }
    return d->year <= 9999 || refuse(why, "that day does not exist");
}

bool date_parse_iso(const char *text, size_t len, struct date *out, const char **why)
{
    struct cursor c = {text, text + len};
    struct date d = {0};
    if (!read_iso(&c, &d, why))
        return false;
    *out = d;
    return true;
}

size_t date_format(const struct date *d, char out[32])
{
    int n = 0;
    out[0] = '\0';
    /* The remainders change nothing; they let the compiler see that 32 bytes do. */
    int year = d->year % 10000, month = d->month % 100, day = d->day % 100;
    if (d->precision >= DATE_YEAR)
        n = snprintf(out, 32, "%04u", (unsigned)year);
    if (d->precision >= DATE_MONTH)
        n += snprintf(out + n, (size_t)(32 - n), "-%02u", (unsigned)month);
    if (d->precision >= DATE_DAY)
        n += snprintf(out + n, (size_t)(32 - n), "-%02u", (unsigned)day);
    if (d->precision < DATE_TIME)
        return (size_t)n;
    n += snprintf(out + n, (size_t)(32 - n), "T%02u:%02u:%02u", (unsigned)d->hour % 100, (unsigned)d->minute % 100,
                  (unsigned)d->second % 100);
    unsigned offset = (unsigned)(d->offset_minutes < 0 ? -d->offset_minutes : d->offset_minutes);
    if (!offset)
        n += snprintf(out + n, (size_t)(32 - n), "Z");
    else
        n += snprintf(out + n, (size_t)(32 - n), "%c%02u:%02u", d->offset_minutes < 0 ? '-' : '+', offset / 60 % 100,
                      offset % 60);
    return (size_t)n;
}

/* Howard Hinnant's days_from_civil: years begin in March, so that leap days come last. */
static int32_t day_number(int year, int month, int mday)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int32_t date_first_day(const struct date *d)
{
    return day_number(d->year, d->precision >= DATE_MONTH ? d->month : 1, d->precision >= DATE_DAY ? d->day : 1);
}

int32_t date_last_day(const struct date *d)
{
    int month = d->precision >= DATE_MONTH ? d->month : 12;
    return day_number(d->year, month, d->precision >= DATE_DAY ? d->day : month_days(d->year, month));
}

void date_from_day(int32_t day, int *year, int *month, int *mday)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int of_era = z - era * 146097;
    int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * of_year + 2) / 153;
    *mday = of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted + (shifted < 10 ? 3 : -9);
    *year = year_of_era + era * 400 + (*month <= 2);
}
