/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_when.c - the day a page was published, of all the dates that it names. */
#include "indexer/formats/html_when.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_MIN = 1990, YEAR_MAX = 2099 }; /* of addresses on the web */

void html_when_offer(struct html_when *w, enum html_source source, const char *text)
{
    enum { DAY_BYTES = 10 };
    struct date d;
    char iso[32];
    if (!text ||
        (!date_parse_words(text, strlen(text), &d, NULL) && !html_day_find(text, strlen(text), w->order, &d, NULL)))
        return;
    date_format(&d, iso);
    if (!w->at[source][0])
        memcpy(w->at[source], iso, sizeof iso);
    else if (source == HTML_WHEN_ITEM && strncmp(w->at[source], iso, DAY_BYTES) != 0)
        w->several = true;
}

static int digits(const char **at, size_t count)
{
    int number = 0;
    size_t n = 0;
    for (; (*at)[n] >= '0' && (*at)[n] <= '9'; n++) {
        if (n >= count)
            return -1;
        number = number * 10 + ((*at)[n] - '0');
    }
    *at += n;
    return n ? number : -1;
}

/* "20191216"; at is behind the mark. */
static bool read_run(const char *at, struct date *d)
{
    for (size_t i = 0; i < 8; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
    }
    if (at[8] && !strchr("/-_?.", at[8]))
        return false;
    int number = digits(&at, 8);
    *d = (struct date){.precision = DATE_DAY, .year = number / 10000, .month = number / 100 % 100, .day = number % 100};
    return d->year >= YEAR_MIN && d->year <= YEAR_MAX;
}

/* "/2019/12/16/", "/2019/12/", "/2019-12-16-title"; at is behind the mark. */
static bool read_parts(const char *at, struct date *d)
{
    const char *from = at;
    d->year = digits(&at, 4);
    if (at - from != 4 || d->year < YEAR_MIN || d->year > YEAR_MAX || (*at != '/' && *at != '-'))
        return false;
    char mark = *at++;
    from = at;
    d->month = digits(&at, 2);
    if (d->month < 1 || d->month > 12 || (mark == '-' && at - from != 2) || (*at && !strchr("/-_?.", *at)))
        return false;
    d->precision = DATE_MONTH;
    if (*at == mark) {
        const char *behind = at + 1;
        int day = digits(&behind, 2);
        if (day > 0 && (!*behind || strchr("/-_?.", *behind))) {
            d->precision = DATE_DAY;
            d->day = day;
        }
    }
    return mark == '/' || d->precision == DATE_DAY;
}

static bool read_path(const char *at, char out[32])
{
    struct date d = {0}, checked;
    char iso[32];
    return (read_run(at, &d) || read_parts(at, &d)) && date_parse_iso(iso, date_format(&d, iso), &checked, NULL) &&
           date_format(&checked, out);
}

void html_when_offer_url(struct html_when *w, const char *url)
{
    const char *path = url ? strstr(url, "://") : NULL;
    path = path ? strchr(path + 3, '/') : NULL;
    for (; path && !w->at[HTML_WHEN_URL][0]; path = strchr(path + 1, '/'))
        read_path(path + 1, w->at[HTML_WHEN_URL]);
}

/* The day that the page shows or is filed under, where it is the one before or after the instant's day in UTC. */
static const char *own_day(const struct html_when *w, const char *instant)
{
    static const enum html_source own[] = {HTML_WHEN_NEAR, HTML_WHEN_URL};
    struct date d, day;
    if (!date_parse_iso(instant, strlen(instant), &d, NULL) || d.precision != DATE_TIME || d.offset_minutes)
        return instant;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        const char *text = w->at[own[i]];
        if (!date_parse_iso(text, strlen(text), &day, NULL) || day.precision != DATE_DAY)
            continue;
        int apart = date_first_day(&day) - date_first_day(&d);
        return apart == 1 || apart == -1 ? text : instant;
    }
    return instant;
}

const char *html_when(const struct html_when *w)
{
    for (size_t i = 0; i < HTML_WHEN_SOURCES; i++) {
        bool doubted = i == HTML_WHEN_ITEM && w->several && w->at[HTML_WHEN_NEAR][0];
        if (w->at[i][0] && !doubted)
            return own_day(w, w->at[i]);
    }
    return NULL;
}
