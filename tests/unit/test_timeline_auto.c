/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_timeline_auto.c - a chart gets intervals that fit it, whatever a few articles are dated. */
#include "tests/unit/test_archive.h"

#include "archive/timeline_auto.h"

static int32_t day_of(const char *text)
{
    struct date d;
    assert_true(date_parse_iso(text, strlen(text), &d, NULL));
    return date_first_day(&d);
}

static void the_shortest_that_fits_is_chosen(void **state)
{
    static const struct {
        const char *first, *last;
        enum timeline_interval finest, chosen;
    } spans[] = {
        {"2016-01-01", "2016-01-01", TIMELINE_DAY, TIMELINE_DAY},
        {"2016-01-01", "2016-05-11", TIMELINE_DAY, TIMELINE_DAY},   /* 132 days */
        {"2016-01-01", "2016-05-12", TIMELINE_DAY, TIMELINE_WEEK},
        {"2016-01-04", "2018-07-15", TIMELINE_DAY, TIMELINE_WEEK},  /* 132 weeks */
        {"2016-01-04", "2018-07-16", TIMELINE_DAY, TIMELINE_MONTH},
        {"2010-01-31", "2020-12-01", TIMELINE_DAY, TIMELINE_MONTH}, /* 132 months */
        {"2010-01-31", "2021-01-01", TIMELINE_DAY, TIMELINE_YEAR},
        {"0001-01-01", "9999-12-31", TIMELINE_DAY, TIMELINE_YEAR},
        {"2016-01-01", "2016-12-31", TIMELINE_MONTH, TIMELINE_MONTH},
        {"2016-01-01", "2016-01-01", TIMELINE_YEAR, TIMELINE_YEAR},
    };

    (void)state;
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
        assert_int_equal(timeline_fitting(day_of(spans[i].first), day_of(spans[i].last), spans[i].finest),
                         spans[i].chosen);
}

/* Of text "zq1", of which a query finds one in three. */
static void put_days(struct test_archive *t, const char *from, unsigned count, unsigned step)
{
    static unsigned number;
    char id[16], date[16];

    for (unsigned i = 0; i < count; i++) {
        int year, month, mday;
        date_from_day(day_of(from) + (int32_t)(i * step), &year, &month, &mday);
        snprintf(id, sizeof id, "a%u", number++);
        snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, mday);
        test_archive_put(t, &(struct article){.id = id, .text = i % 3 ? "zq2 other" : "zq1 wanted", .date = date});
    }
}

static void begin(struct test_archive *t)
{
    assert_int_equal(test_archive_make(t), 0);
}

static void ask(struct test_archive *t, const struct search_request *search, struct timeline *out)
{
    struct timeline_request request = {.search = search, .interval = (enum timeline_interval)TIMELINE_AUTO};
    struct error err;
    uint64_t all = 0;

    assert_int_equal(timeline_run(t->reader, &request, &t->arena, out, &err), 0);
    for (size_t i = 0; i < out->intervals; i++)
        all += out->whole.points[i].all;
    all += out->whole.before.all + out->whole.after.all + out->whole.imprecise.all + out->whole.undated.all;
    assert_int_equal(all, out->whole.sum.all);
}

static void expect_span(const struct timeline *line, enum timeline_interval interval, const char *first,
                        const char *last)
{
    assert_int_equal(line->span.interval, interval);
    assert_int_equal(line->span.first, day_of(first));
    assert_int_equal(line->span.last, day_of(last));
}

static void what_strays_is_left_out_and_counted(void **state)
{
    struct test_archive t;
    struct timeline line;
    struct search_request search = {.q = "zq1", .q_len = 3};

    (void)state;
    begin(&t);
    put_days(&t, "2016-02-10", 1000, 1); /* to 2018-11-05 */
    put_days(&t, "1970-01-01", 2, 400);
    put_days(&t, "2099-01-01", 1, 1);
    test_archive_commit(&t, false);
    test_archive_read(&t);
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_MONTH, "2016-02-01", "2018-11-30");
    assert_int_equal(line.whole.before.all, 2);
    assert_int_equal(line.whole.before.count, 1);
    assert_int_equal(line.whole.after.all, 1);
    assert_int_equal(line.whole.after.count, 1);
    search.from = (struct date){.precision = DATE_YEAR, .year = 2010}; /* an end that was asked is kept */
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_MONTH, "2010-01-01", "2018-11-30");
    search.from = (struct date){.precision = DATE_NONE};
    search.to = (struct date){.precision = DATE_YEAR, .year = 2025};
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_MONTH, "2016-02-01", "2025-12-31");
    search.to.year = 2017;
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_WEEK, "2016-02-08", "2017-12-31");
    assert_int_equal(line.whole.before.all, 2);
    assert_int_equal(line.whole.after.all, 0);
    search.from = (struct date){.precision = DATE_YEAR, .year = 1960};
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_YEAR, "1960-01-01", "2017-12-31");
    assert_int_equal(line.whole.before.all, 0);
    test_archive_drop(&t);
}

/* Of what would be left out, and win months. */
static void a_thin_beginning_is_not_far(void **state)
{
    struct test_archive t;
    struct timeline line;
    const struct search_request search = {0};

    (void)state;
    begin(&t);
    put_days(&t, "2009-01-01", 4, 50);
    put_days(&t, "2009-07-20", 965, 4); /* to 2020-02-12 */
    test_archive_commit(&t, false);
    test_archive_read(&t);
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_YEAR, "2009-01-01", "2020-12-31");
    test_archive_drop(&t);
}

static void many_of_one_day_are_not_few(void **state)
{
    struct test_archive t;
    struct timeline line;
    const struct search_request search = {0};

    (void)state;
    begin(&t);
    put_days(&t, "1970-01-01", 6, 0);
    put_days(&t, "2016-02-10", 1000, 1);
    test_archive_commit(&t, false);
    test_archive_read(&t);
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_YEAR, "1970-01-01", "2018-12-31");
    test_archive_drop(&t);
}

static void where_nothing_is_won_all_is_shown(void **state)
{
    struct test_archive t;
    struct timeline line;
    const struct search_request search = {0};

    (void)state;
    begin(&t);
    put_days(&t, "2016-02-10", 300, 2); /* weeks, with the next or without */
    put_days(&t, "2015-11-01", 1, 1);
    test_archive_commit(&t, false);
    test_archive_read(&t);
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_WEEK, "2015-10-26", "2017-10-01");
    assert_int_equal(line.whole.before.all, 0);
    test_archive_drop(&t);
}

static void dates_of_no_day_have_no_days(void **state)
{
    struct test_archive t;
    struct timeline line;
    struct search_request search = {0};

    (void)state;
    begin(&t);
    test_archive_put(&t, &(struct article){.id = "y", .text = "zq1", .date = "2001"});
    test_archive_commit(&t, false);
    test_archive_read(&t);
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_YEAR, "2001-01-01", "2001-12-31");
    search.from = (struct date){.precision = DATE_YEAR, .year = 2003};
    ask(&t, &search, &line);
    assert_int_equal(line.intervals, 0);
    test_archive_drop(&t);
    begin(&t);
    test_archive_put(&t, &(struct article){.id = "m", .text = "zq1", .date = "2001-03"});
    test_archive_put(&t, &(struct article){.id = "n", .text = "zq1", .date = "2001-05"});
    test_archive_commit(&t, false);
    test_archive_read(&t);
    search = (struct search_request){0};
    ask(&t, &search, &line);
    expect_span(&line, TIMELINE_MONTH, "2001-03-01", "2001-05-31");
    test_archive_drop(&t);
    begin(&t);
    test_archive_put(&t, &(struct article){.id = "u", .text = "zq1"});
    test_archive_commit(&t, false);
    test_archive_read(&t);
    ask(&t, &search, &line);
    assert_int_equal(line.intervals, 0);
    assert_int_equal(line.whole.undated.all, 1);
    test_archive_drop(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shortest_that_fits_is_chosen),
        cmocka_unit_test(what_strays_is_left_out_and_counted),
        cmocka_unit_test(a_thin_beginning_is_not_far),
        cmocka_unit_test(many_of_one_day_are_not_few),
        cmocka_unit_test(where_nothing_is_won_all_is_shown),
        cmocka_unit_test(dates_of_no_day_have_no_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
