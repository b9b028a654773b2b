/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_schema.c - docids fall as dates rise; ranges become few terms. */
#include "archive/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static uint32_t docid(const char *iso)
{
    struct date d = {0};
    uint32_t room;

    if (*iso)
        assert_true(date_parse_iso(iso, strlen(iso), &d, NULL));
    return schema_docid(&d, &room);
}

static void a_later_article_has_a_smaller_docid(void **state)
{
    static const char *const rising[] = {
        "", "1600-01-01", "1914-08-04", "1969-12-31", "1970-01-01", "2016-11-24T00:00:30Z", "2016-11-24T09:00:00Z",
        "2016-11-24T09:00:20Z", "2016-11-24", "2016-11-25", "2199-12-31",
    };
    (void)state;
    for (size_t i = 1; i < sizeof rising / sizeof *rising; i++)
        if (docid(rising[i - 1]) <= docid(rising[i]))
            fail_msg("'%s' is %u, '%s' is %u", rising[i - 1], docid(rising[i - 1]), rising[i], docid(rising[i]));
}

static void every_docid_leaves_room_for_the_databases_of_a_reader(void **state)
{
    struct date undated = {0};
    uint32_t room;

    (void)state;
    assert_true(docid("2199-12-31T23:59:59Z") >= 1);
    assert_true((uint64_t)schema_docid(&undated, &room) + room <= UINT32_MAX / SCHEMA_DATABASES_MAX);
    assert_true(room > 20000000);
    assert_true(docid("1600-01-01") + SCHEMA_SLOTS_A_DAY <= docid(""));
}

static int join(void *ctx, const char *term)
{
    char *text = ctx;
    size_t len = strlen(text);

    snprintf(text + len, 1024 - len, "%s%s", len ? " " : "", term);
    return 0;
}

static void a_range_becomes_the_fewest_years_months_and_days(void **state)
{
    static const struct {
        const char *from, *to, *terms;
    } cases[] = {
        {"2016", "2017", "Y2016 Y2017"},
        {"2016-11", "2016-12", "M201611 M201612"},
        {"2016-11-24", "2016-11-24", "D20161124"},
        {"2016-02-28", "2016-03-01", "D20160228 D20160229 D20160301"},
        {"2015-12-31", "2017-01", "D20151231 Y2016 M201701"},
        {"2015-02", "2015-02", "M201502"},
        {"2017-01-02", "2017-01-01", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date from, to;
        char got[1024] = "";
        assert_true(date_parse_iso(cases[i].from, strlen(cases[i].from), &from, NULL));
        assert_true(date_parse_iso(cases[i].to, strlen(cases[i].to), &to, NULL));
        assert_int_equal(schema_date_terms(date_first_day(&from), date_last_day(&to), join, got), 0);
        if (strcmp(got, cases[i].terms) != 0)
            fail_msg("%s..%s: got '%s', want '%s'", cases[i].from, cases[i].to, got, cases[i].terms);
    }
}

static void a_url_is_known_by_what_does_not_change(void **state)
{
    static const struct {
        const char *url, *kept;
        size_t host;
    } cases[] = {
        {"https://www.vale.example/a/b/", "vale.example/a/b", 12}, {"http://vale.example/a?x=1#top", "vale.example/a?x=1", 12},
        {"vale.example", "vale.example", 12}, {"HTTPS://WWW.vale.example", "vale.example", 12},
        {"https://vale.example?x", "vale.example?x", 12}, {"https://", "", 0}, {"", "", 0}, {"#", "", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *at;
        size_t host, len = schema_url(cases[i].url, strlen(cases[i].url), &at, &host);
        if (len != strlen(cases[i].kept) || memcmp(at, cases[i].kept, len) != 0 || host != cases[i].host)
            fail_msg("'%s': '%.*s', host of %zu", cases[i].url, (int)len, at, host);
    }
}

static void a_value_of_any_length_is_a_term_and_spelling_variants_are_one(void **state)
{
    char longish[900];
    struct buffer a = buffer_make(4096), b = buffer_make(4096);

    (void)state;
    memset(longish, 'x', sizeof longish);
    assert_int_equal(schema_value_term(PREFIX_SOURCE, longish, sizeof longish, &a), 0);
    longish[899] = 'y';
    assert_int_equal(schema_value_term(PREFIX_SOURCE, longish, sizeof longish, &b), 0);
    assert_in_range(a.len, 1, SCHEMA_TERM_MAX);
    assert_true(a.len == b.len && memcmp(a.data, b.data, a.len) != 0);

    buffer_clear(&a);
    buffer_clear(&b);
    assert_int_equal(schema_value_term(PREFIX_AUTHOR_NAME, "  Renée   O’Dell", strlen("  Renée   O’Dell"), &a), 0);
    assert_int_equal(schema_value_term(PREFIX_AUTHOR_NAME, "RENEE O'DELL", 12, &b), 0);
    assert_string_equal(a.data, b.data);
    buffer_free(&a);
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_later_article_has_a_smaller_docid),
        cmocka_unit_test(every_docid_leaves_room_for_the_databases_of_a_reader),
        cmocka_unit_test(a_range_becomes_the_fewest_years_months_and_days),
        cmocka_unit_test(a_url_is_known_by_what_does_not_change),
        cmocka_unit_test(a_value_of_any_length_is_a_term_and_spelling_variants_are_one),
    };
    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
