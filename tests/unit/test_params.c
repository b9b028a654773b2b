/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_params.c - query strings become typed values, warnings or problems. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/params.h"

struct reading {
    struct arena arena;
    struct search_params out;
    struct problem problem;
};

static int setup(void **state)
{
    struct reading *r = calloc(1, sizeof *r);
    if (!r)
        return -1;
    r->arena = arena_make(1 << 20);
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    struct reading *r = *state;
    arena_free(&r->arena);
    free(r);
    return 0;
}

static int parse(struct reading *r, const char *query)
{
    return params_parse(query, strlen(query), &r->arena, &r->out, &r->problem);
}

static void an_empty_query_asks_for_everything_newest_first(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, ""), 0);
    assert_null(r->out.q);
    assert_int_equal(r->out.sort, SORT_NEWEST);
    assert_int_equal(r->out.per_page, 10);
}

static void aliases_mean_the_same(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "query=tax+cuts&from-date=2016-11&end_date=2017&order-by=oldest&limit=20&offset=40"), 0);
    assert_string_equal(r->out.q, "tax cuts");
    assert_int_equal(r->out.from.month, 11);
    assert_int_equal(r->out.to.year, 2017);
    assert_int_equal(r->out.sort, SORT_OLDEST);
    assert_int_equal(r->out.first, 40);
    assert_int_equal(r->out.page, 3);
}

static void a_nul_in_the_query_is_kept_and_counted(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "q=a%00b"), 0);
    assert_int_equal(r->out.q_len, 3);
}

static void commas_are_any_repeats_are_all_and_a_minus_excludes(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "source=guardian,bbc,-mail&source=pa"), 0);
    assert_int_equal(r->out.filter_count, 3);
    assert_int_equal(r->out.filters[0].count, 2);
    assert_string_equal(r->out.filters[0].values[1], "bbc");
    assert_true(r->out.filters[1].exclude);
    assert_string_equal(r->out.filters[1].values[0], "mail");
    assert_string_equal(r->out.filters[2].values[0], "pa");
}

static void an_unknown_parameter_warns_and_in_strict_mode_is_refused(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "colour=red"), 0);
    assert_int_equal(r->out.warning_count, 1);
    assert_non_null(strstr(r->out.warnings[0], "colour"));
    assert_int_equal(parse(r, "colour=red&strict=1"), -1);
    assert_string_equal(r->problem.param, "colour");
}

static void a_bad_value_is_a_problem_naming_it(void **state)
{
    static const struct { const char *query, *param, *value; } cases[] = {
        {"from=2016-13", "from", "2016-13"}, {"page=abc", "page", "abc"},      {"page=0", "page", "0"},
        {"per_page=101", "per_page", "101"}, {"match=some", "match", "some"},  {"sort=best", "sort", "best"},
        {"facets=source,x", "facets", "source,x"}, {"from=2017&to=2016", "to", "2016"},
    };
    struct reading *r = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(parse(r, cases[i].query), -1);
        assert_int_equal(r->problem.status, 400);
        assert_string_equal(r->problem.param, cases[i].param);
        assert_string_equal(r->problem.value, cases[i].value);
        assert_non_null(r->problem.hint);
    }
}

static void a_page_too_deep_is_refused_by_the_name_of_cursor(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "page=100&per_page=100"), 0);
    assert_int_equal(parse(r, "page=101&per_page=100"), -1);
    assert_non_null(strstr(r->problem.hint, "cursor"));
}

static void a_query_over_its_bytes_is_refused(void **state)
{
    struct reading *r = *state;
    char query[2 + QUERY_BYTES_MAX + 2];
    memset(query, 'a', sizeof query);
    memcpy(query, "q=", 2);
    assert_int_equal(params_parse(query, 2 + QUERY_BYTES_MAX, &r->arena, &r->out, &r->problem), 0);
    assert_int_equal(params_parse(query, 3 + QUERY_BYTES_MAX, &r->arena, &r->out, &r->problem), -1);
    assert_string_equal(r->problem.code, "query_too_long");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_query_asks_for_everything_newest_first),
        TEST(aliases_mean_the_same),
        TEST(a_nul_in_the_query_is_kept_and_counted),
        TEST(commas_are_any_repeats_are_all_and_a_minus_excludes),
        TEST(an_unknown_parameter_warns_and_in_strict_mode_is_refused),
        TEST(a_bad_value_is_a_problem_naming_it),
        TEST(a_page_too_deep_is_refused_by_the_name_of_cursor),
        TEST(a_query_over_its_bytes_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
