/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_date.c - dates as people read them. */
#include "searchd/web/html_date.h"

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
