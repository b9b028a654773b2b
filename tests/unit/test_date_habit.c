/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_date_habit.c - days in numbers, read as their source writes them, or not at all. */
#include "indexer/date_habit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct date_habits *habits;
    char dates[4096]; /* "where=date " of each article given on */
    char warning[512];
    int articles, warnings, stop_at;
};

static int keep(void *ctx, struct article *a, const char *where)
{
    struct fixture *f = ctx;
    size_t used = strlen(f->dates);
    if (used < sizeof f->dates - 64)
        snprintf(f->dates + used, sizeof f->dates - used, "%s=%s ", where, a->date ? a->date : "none");
    return ++f->articles == f->stop_at ? 7 : 0;
}

static void note(void *ctx, const char *where, const char *reason)
{
    struct fixture *f = ctx;
    f->warnings++;
    snprintf(f->warning, sizeof f->warning, "%s: %s", where, reason);
}

static void begin(struct fixture *f, enum date_order order)
{
    date_habits_free(f->habits);
    *f = (struct fixture){0};
    f->habits = date_habits_new(order, &(struct habit_sink){f, keep, note});
    assert_non_null(f->habits);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    if (f)
        begin(f, DATE_ORDER_UNKNOWN);
    return f ? 0 : -1;
}

static int teardown(void **state)
{
    date_habits_free(((struct fixture *)*state)->habits);
    free(*state);
    return 0;
}

static int give(struct fixture *f, const char *source, const char *date, const char *where)
{
    struct article a = {0};
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "title", "T");
    cJSON_AddStringToObject(object, "date", date);
    cJSON_AddStringToObject(object, "source", source);
    assert_int_equal(article_from_json(object, &a, NULL, NULL), 0);
    cJSON_Delete(object);
    int rc = date_habits_take(f->habits, &a, where);
    article_free(&a);
    return rc;
}

static void later_dates_of_the_source_tell_and_order_is_kept(void **state)
{
    struct fixture *f = *state;
    give(f, "Gazette", "06/12/2019", "1");
    give(f, "Herald", "06/12/2019", "2");
    give(f, "Gazette", "2018", "3"); /* waits, too: it may be the same article again */
    give(f, "Lantern", "2018", "4");
    assert_string_equal(f->dates, "4=2018 ");
    give(f, "Gazette", "16/12/2019", "5");
    give(f, "Herald", "12/16/2019", "6");
    give(f, "Gazette", "17/12/2019", "7");
    give(f, "Gazette", "18/12/2019", "8");
    assert_string_equal(f->dates, "4=2018 1=2019-12-06 3=2018 5=2019-12-16 7=2019-12-17 8=2019-12-18 ");
    give(f, "Gazette", "07/12/2019", "9");
    assert_int_equal(date_habits_end(f->habits), 0); /* once is enough then */
    assert_non_null(strstr(f->dates, " 9=2019-12-07 2=2019-06-12 6=2019-12-16 "));
    assert_int_equal(f->warnings, 0);
}

static void what_nothing_tells_is_left_out_and_said(void **state)
{
    struct fixture *f = *state;
    give(f, "Gazette", "06/12/2019", "1");
    give(f, "Herald", "16/12/2019", "2");
    date_habits_end(f->habits);
    assert_string_equal(f->dates, "2=2019-12-16 1=none ");
    assert_string_equal(f->warning,
                        "1: date '06/12/2019' left out: day and month cannot be told apart and no date of its "
                        "source tells, say the order by --date-order");
}

static void a_source_of_both_orders_has_none(void **state)
{
    struct fixture *f = *state;
    give(f, "Gazette", "06/12/2019", "1");
    give(f, "Gazette", "16/12/2019", "2");
    give(f, "Gazette", "12/17/2019", "3");
    give(f, "Gazette", "07/12/2019", "4");
    assert_string_equal(f->dates, "1=none 2=2019-12-16 3=2019-12-17 4=none ");
    assert_int_equal(f->warnings, 2);
    assert_non_null(strstr(f->warning, "writes both orders"));
}

static void what_the_user_says_holds_for_all_at_once(void **state)
{
    struct fixture *f = *state;
    begin(f, DATE_ORDER_MDY);
    give(f, "Gazette", "06/12/2019", "1");
    give(f, "Gazette", "16/12/2019", "2");
    give(f, "Gazette", "6/7/19", "3");
    assert_string_equal(f->dates, "1=2019-06-12 2=2019-12-16 3=2019-06-07 ");
}

static void a_stop_is_handed_back_and_what_waits_is_freed(void **state)
{
    struct fixture *f = *state;
    f->stop_at = 1;
    give(f, "Gazette", "06/12/2019", "1");
    give(f, "Gazette", "07/12/2019", "2");
    assert_int_equal(date_habits_end(f->habits), 7);
    give(f, "Gazette", "08/12/2019", "3");
}

static void what_waits_is_bounded(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < HABIT_WAITING_BYTES / 512 + 2; i++)
        give(f, "Gazette", "06/12/2019", "1");
    assert_true(f->articles > 1000);
    assert_int_equal(f->warnings, f->articles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(later_dates_of_the_source_tell_and_order_is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(what_nothing_tells_is_left_out_and_said, setup, teardown),
        cmocka_unit_test_setup_teardown(a_source_of_both_orders_has_none, setup, teardown),
        cmocka_unit_test_setup_teardown(what_the_user_says_holds_for_all_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stop_is_handed_back_and_what_waits_is_freed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_waits_is_bounded, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
