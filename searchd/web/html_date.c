/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_date.c - dates as people read them. */
#include "searchd/web/html_date.h"

#include <stdio.h>
#include <string.h>

#include "archive/date.h"

void html_date_words(struct buffer *out, const char *date)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    struct date d;
    if (!date || !date_parse_iso(date, strlen(date), &d, NULL)) {
        html(out, "%s", date);
        return;
    }
    if (d.precision >= DATE_DAY)
        html(out, "%d ", d.day);
    if (d.precision >= DATE_MONTH)
        html(out, "%s ", months[d.month - 1]);
    html(out, "%d", d.year);
}

void html_date(struct buffer *out, const char *date)
{
    if (!date)
        return;
    html(out, "<time datetime=\"%s\">", date);
    html_date_words(out, date);
    html(out, "</time>");
}

static void put_time(struct buffer *out, const struct date *d)
{
    int offset = d->offset_minutes < 0 ? -d->offset_minutes : d->offset_minutes;
    char text[32];
    snprintf(text, sizeof text, "%02d:%02d", d->hour, d->minute);
    html(out, ", %s UTC", text);
    if (!offset)
        return;
    snprintf(text, sizeof text, "%02d:%02d", offset / 60, offset % 60);
    html(out, d->offset_minutes < 0 ? "-%s" : "+%s", text);
}

void html_moment(struct buffer *out, const char *date)
{
    struct date d;
    if (!date)
        return;
    html(out, "<time datetime=\"%s\">", date);
    html_date_words(out, date);
    if (date_parse_iso(date, strlen(date), &d, NULL) && d.precision == DATE_TIME)
        put_time(out, &d);
    html(out, "</time>");
}
