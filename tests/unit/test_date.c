/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_date.c - what is read as a date, what is refused, and days as numbers. */
#include "archive/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct pair {
    const char *text;
    const char *iso; /* NULL: refused */
};

static void check(const struct pair *pairs, size_t count, bool words)
{
    for (size_t i = 0; i < count; i++) {
        struct date d;
        char out[32];
        const char *why = NULL;
        const char *text = pairs[i].text;
        bool read =
            words ? date_parse_words(text, strlen(text), &d, &why) : date_parse_iso(text, strlen(text), &d, &why);
        if (!pairs[i].iso) {
            if (read)
                fail_msg("'%s' was taken for a date", text);
            assert_non_null(why);
            continue;
        }
        if (!read)
            fail_msg("'%s' was refused: %s", text, why ? why : "no reason");
        assert_int_equal(date_format(&d, out), strlen(pairs[i].iso));
        assert_string_equal(out, pairs[i].iso);
    }
}

static void iso_dates_keep_their_precision(void **state)
{
    static const struct pair pairs[] = {
        {"2016", "2016"},
        {"2016-11", "2016-11"},
        {"2016-02-29", "2016-02-29"},
        {"2016-11-24T09:05:07Z", "2016-11-24T09:05:07Z"},
        {"2016-11-24 09:05:07", "2016-11-24T09:05:07Z"},
        {"2016-11-24T09:05:07.123+05:30", "2016-11-24T09:05:07+05:30"},
        {"2016-11-24T09:05-0800", "2016-11-24T09:05:00-08:00"},
        {"0001-01-01", "0001-01-01"},
    };
    (void)state;
    check(pairs, sizeof pairs / sizeof *pairs, false);
}

static void iso_dates_that_do_not_exist_are_refused(void **state)
{
    static const struct pair pairs[] = {
        {"", NULL},
        {"2015-02-29", NULL},
        {"1900-02-29", NULL},
        {"2016-13", NULL},
        {"2016-00-10", NULL},
        {"0000", NULL},
        {"2016-11-24T25:00:00Z", NULL},
        {"2016-11-24x", NULL},
        {"16", NULL},
        {"2016-11-24T09:05:07+99:00", NULL},
        {"2016-11-", NULL},
        {"20161", NULL},
    };
    const char *why = NULL;
    struct date d;
    (void)state;
    check(pairs, sizeof pairs / sizeof *pairs, false);
    assert_false(date_parse_iso("2016-13-01", 10, &d, &why));
    assert_string_equal(why, "that month does not exist");
}

static void dates_in_words_are_read(void **state)
{
    static const struct pair pairs[] = {
        {"Monday 16 December 2019", "2019-12-16"},
        {"16th December, 2019", "2019-12-16"},
        {"December 2019", "2019-12"},
        {"Sept. 3, 1998", "1998-09-03"},
        {"Dec. 16, 2019 11:10 pm ET", "2019-12-16T23:10:00-05:00"},
        {"July 4, 2019, 12:05 a.m. ET", "2019-07-04T00:05:00-04:00"},
        {"Mon, 16 Dec 2019 23:10:00 +0100", "2019-12-16T23:10:00+01:00"},
        {"16 Dec 19 23:10 GMT", "2019-12-16T23:10:00Z"},
        {"Published: 3 May 2001", "2001-05-03"},
        {"16/12/2019", "2019-12-16"},
        {"12/16/2019", "2019-12-16"},
        {"5/5/2019", "2019-05-05"},
        {"2019/12/06", "2019-12-06"},
        {" 2016-11 ", "2016-11"},
        {"16 December 2019 at 23:10", "2019-12-16"},
        {"20191216", "2019-12-16"},
        {"20191216T231005+0100", "2019-12-16T23:10:05+01:00"},
        {"20191216T2310Z", "2019-12-16T23:10:00Z"},
        {"16.12.2019", "2019-12-16"},
        {"12/1958", "1958-12"},
        {"3 May 1948", "1948-05-03"},
        {"16 December 2019, 11.10 pm GMT", "2019-12-16T23:10:00Z"},
        {"July 4, 2019 9:05 pm PT", "2019-07-04T21:05:00-07:00"},
        {"Jan. 4, 2019 9:05 pm CT", "2019-01-04T21:05:00-06:00"},
        {"Mon, 16 Dec 2019 23:10:00 EDT", "2019-12-16T23:10:00-04:00"},
        {"Mon, 16 Dec 2019 23:10 AEDT", "2019-12-16T23:10:00+11:00"},
    };
    (void)state;
    check(pairs, sizeof pairs / sizeof *pairs, true);
}

static void dates_of_other_languages_are_read(void **state)
{
    static const struct pair pairs[] = {
        {"16. Dezember 2019", "2019-12-16"},
        {"Montag, 16. Dez. 2019, 23:10 Uhr", "2019-12-16"},
        {"am 3. M\303\244rz 2019", "2019-03-03"},
        {"16 d\303\251cembre 2019", "2019-12-16"},
        {"Lundi 16 D\303\211CEMBRE 2019 \303\240 23h10", "2019-12-16"},
        {"le 1er mai 2019", "2019-05-01"},
        {"lunes, 16 de diciembre de 2019", "2019-12-16"},
        {"luned\303\254 16 dicembre 2019", "2019-12-16"},
        {"16 de dezembro de 2019", "2019-12-16"},
        {"maandag 16 maart 2019", "2019-03-16"},
        {"16 grudnia 2019", "2019-12-16"},
        {"16 \320\264\320\265\320\272\320\260\320\261\321\200\321\217 2019", "2019-12-16"},
        {"d\303\251cembre 2019", "2019-12"},
        {"diciembre de 2019", "2019-12"},
        {"2019\345\271\26412\346\234\21016\346\227\245", "2019-12-16"},
        {"2019-12-16T23:10:00+01:00[Europe/Berlin]", "2019-12-16T23:10:00+01:00"},
        {"Sept. 16, 2019", "2019-09-16"},
        {"Tuesday 16 December 2019", "2019-12-16"}, /* a Monday: the numbers stand */
        {"Dec. 16, 2019 11:10 pm BST", "2019-12-16T23:10:00+01:00"},
        {"2019-12-31T24:00:00Z", "2020-01-01T00:00:00Z"},
        {"2019-12-31T24:00:01Z", NULL},
        {"29 February 2019", NULL},
        {"16 December 19 Monday", "2019-12-16"},
        {"Mars 2020", NULL}, /* may be the planet; with a day it is not */
        {"16 mars 2020", "2020-03-16"},
        {"Di Maio 2019", NULL},
        {"3 hours ago", NULL},
    };
    (void)state;
    check(pairs, sizeof pairs / sizeof *pairs, true);
}

static void what_is_no_date_or_could_be_two_is_refused(void **state)
{
    static const struct pair pairs[] = {
        {"06/12/2019", NULL},
        {"06.12.2019", NULL},
        {"16/12/19", NULL},
        {"16/13/2019", NULL},
        {"13/2019", NULL},
        {"0/12/2019", NULL},
        {"31 February 2019", NULL},
        {"May", NULL},
        {"In May 2019 the party split", NULL},
        {"yesterday", NULL},
        {"Dec 10-16", NULL},
        {"16 December", NULL},
        {"", NULL},
        {"12 13 14 15 16 17 18 19 20", NULL},
        {"16 December 2019 25:00 GMT", NULL},
        {"20191316", NULL},
        {"201912161", NULL},
        {"20191216T2", NULL},
    };
    (void)state;
    check(pairs, sizeof pairs / sizeof *pairs, true);
}

static void an_order_settles_what_numbers_leave_open(void **state)
{
    static const struct {
        const char *text;
        enum date_order order;
        const char *iso; /* NULL: refused */
        enum date_order shown;
    } cases[] = {
        {"06/12/2019", DATE_ORDER_UNKNOWN, NULL, DATE_ORDER_EITHER},
        {"06/12/2019", DATE_ORDER_DMY, "2019-12-06", DATE_ORDER_EITHER},
        {"06/12/2019", DATE_ORDER_MDY, "2019-06-12", DATE_ORDER_EITHER},
        {"06/12/2019", DATE_ORDER_YMD, NULL, DATE_ORDER_EITHER},
        {"6.12.2019 10:00 GMT", DATE_ORDER_DMY, "2019-12-06T10:00:00Z", DATE_ORDER_EITHER},
        {"16/12/2019", DATE_ORDER_MDY, "2019-12-16", DATE_ORDER_DMY}, /* it can be no other day */
        {"12-16-2019", DATE_ORDER_UNKNOWN, "2019-12-16", DATE_ORDER_MDY},
        {"31/02/2019", DATE_ORDER_DMY, NULL, DATE_ORDER_DMY},
        {"5/5/2019", DATE_ORDER_UNKNOWN, "2019-05-05", DATE_ORDER_UNKNOWN},
        {"16/12/48", DATE_ORDER_DMY, "2048-12-16", DATE_ORDER_EITHER},
        {"19/12/16", DATE_ORDER_YMD, "2019-12-16", DATE_ORDER_EITHER},
        {"12/16/19", DATE_ORDER_DMY, NULL, DATE_ORDER_EITHER},
        {"2019/12/06", DATE_ORDER_MDY, "2019-12-06", DATE_ORDER_UNKNOWN},
        {"16 December 2019", DATE_ORDER_MDY, "2019-12-16", DATE_ORDER_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date d;
        enum date_order shown;
        char out[32] = "none";
        if (date_parse_ordered(cases[i].text, strlen(cases[i].text), cases[i].order, &d, &shown, NULL))
            date_format(&d, out);
        if (strcmp(out, cases[i].iso ? cases[i].iso : "none") != 0 || shown != cases[i].shown)
            fail_msg("'%s' in order %d: %s, shown %d", cases[i].text, cases[i].order, out, shown);
    }
}

static void every_day_number_comes_back_as_its_day(void **state)
{
    (void)state;
    for (int32_t day = -719162; day < 2932896; day += 17) {
        struct date d = {.precision = DATE_DAY};
        date_from_day(day, &d.year, &d.month, &d.day);
        assert_int_equal(date_first_day(&d), day);
        assert_int_equal(date_last_day(&d), day);
    }
    struct date epoch = {.precision = DATE_DAY, .year = 1970, .month = 1, .day = 1};
    assert_int_equal(date_first_day(&epoch), 0);
}

static void a_year_and_a_month_span_their_days(void **state)
{
    struct date d;
    (void)state;
    assert_true(date_parse_iso("1972", 4, &d, NULL));
    assert_int_equal(date_first_day(&d), 730);
    assert_int_equal(date_last_day(&d), 730 + 365);
    assert_true(date_parse_iso("1972-02", 7, &d, NULL));
    assert_int_equal(date_last_day(&d) - date_first_day(&d), 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso_dates_keep_their_precision),
        cmocka_unit_test(iso_dates_that_do_not_exist_are_refused),
        cmocka_unit_test(dates_in_words_are_read),
        cmocka_unit_test(an_order_settles_what_numbers_leave_open),
        cmocka_unit_test(dates_of_other_languages_are_read),
        cmocka_unit_test(what_is_no_date_or_could_be_two_is_refused),
        cmocka_unit_test(every_day_number_comes_back_as_its_day),
        cmocka_unit_test(a_year_and_a_month_span_their_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
