/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_date.c - a text is a date that exists, written so that it is read the same again, or none. */
#include "archive/date.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void is_whole(const struct date *d)
{
    char text[32], again[32];
    struct date back;
    int year, month, day;
    size_t len = date_format(d, text);

    law(len == strlen(text) && len > 0);
    law(date_parse_iso(text, len, &back, NULL));
    law(date_format(&back, again) == len && memcmp(text, again, len) == 0);
    law(back.precision == d->precision && back.year == d->year && back.month == d->month && back.day == d->day);
    law(back.hour == d->hour && back.minute == d->minute && back.second == d->second &&
        back.offset_minutes == d->offset_minutes);
    law(date_first_day(d) <= date_last_day(d));
    date_from_day(date_last_day(d), &year, &month, &day);
    law(year == d->year && (d->precision < DATE_MONTH || month == d->month));
    law(d->precision < DATE_DAY || day == d->day);
}

enum { WORDS_MAX = 80 /* bytes: what is longer is a sentence, even if it is a fraction of a second */ };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *why = NULL;
    struct date iso, words;

    bool is_iso = date_parse_iso(text, size, &iso, &why);
    law(is_iso || (why && *why));
    if (is_iso)
        is_whole(&iso);
    why = NULL;
    bool is_date = date_parse_words(text, size, &words, &why);
    law(is_date || (why && *why));
    law(is_date || !is_iso || size > WORDS_MAX);
    if (is_date)
        is_whole(&words);
    for (int order = DATE_ORDER_UNKNOWN; order <= DATE_ORDER_YMD; order++) {
        enum date_order shown;
        why = NULL;
        bool ordered = date_parse_ordered(text, size, (enum date_order)order, &words, &shown, &why);
        law(ordered || (why && *why));
        law(ordered || !is_date); /* an order takes none away */
        if (ordered)
            is_whole(&words);
    }
    return 0;
}
