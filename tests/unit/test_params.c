/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_params.c - query strings become typed values, warnings or problems. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/parameters.h"
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
    return params_parse(query, strlen(query), PARAMS_SEARCH, &r->arena, &r->out, &r->problem);
}

static void an_empty_query_asks_for_everything_newest_first(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, ""), 0);
    assert_null(r->out.search.q);
    assert_int_equal(r->out.search.sort, SORT_NEWEST);
    assert_int_equal(r->out.render.per_page, 10);
}

static void aliases_mean_the_same(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "query=tax+cuts&from-date=2016-11&end_date=2017&order-by=oldest&limit=20&offset=40"), 0);
    assert_string_equal(r->out.search.q, "tax cuts");
    assert_int_equal(r->out.search.from.month, 11);
    assert_int_equal(r->out.search.to.year, 2017);
    assert_int_equal(r->out.search.sort, SORT_OLDEST);
    assert_int_equal(r->out.search.first, 40);
    assert_int_equal(r->out.render.page, 3);
}

static void a_nul_in_the_query_is_kept_and_counted(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "q=a%00b"), 0);
    assert_int_equal(r->out.search.q_len, 3);
}

static void commas_are_any_repeats_are_all_and_a_minus_excludes(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "source=guardian,bbc,-mail&source=pa"), 0);
    assert_int_equal(r->out.search.filter_count, 3);
    assert_int_equal(r->out.search.filters[0].count, 2);
    assert_string_equal(r->out.search.filters[0].values[1], "bbc");
    assert_true(r->out.search.filters[1].exclude);
    assert_string_equal(r->out.search.filters[1].values[0], "mail");
    assert_string_equal(r->out.search.filters[2].values[0], "pa");
}

static void a_value_in_quotes_is_taken_as_it_stands(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "author=%22Poe,+Ann%22,%22-2%2B3%22,-%22a,b%22"), 0);
    assert_int_equal(r->out.search.filter_count, 2);
    assert_int_equal(r->out.search.filters[0].count, 2);
    assert_string_equal(r->out.search.filters[0].values[0], "Poe, Ann");
    assert_string_equal(r->out.search.filters[0].values[1], "-2+3");
    assert_true(r->out.search.filters[1].exclude);
    assert_int_equal(r->out.search.filters[1].count, 1);
    assert_string_equal(r->out.search.filters[1].values[0], "a,b");
}

static void an_unknown_parameter_warns_and_in_strict_mode_is_refused(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "colour=red"), 0);
    assert_int_equal(r->out.render.warning_count, 1);
    assert_non_null(strstr(r->out.render.warnings[0], "colour"));
    assert_int_equal(parse(r, "colour=red&strict=1"), -1);
    assert_string_equal(r->problem.param, "colour");
}

static void a_bad_value_is_a_problem_naming_it(void **state)
{
    static const struct {
        const char *query, *param, *value;
    } cases[] = {
        {"from=2016-13", "from", "2016-13"},       {"page=abc", "page", "abc"},         {"page=0", "page", "0"},
        {"per_page=101", "per_page", "101"},       {"match=some", "match", "some"},     {"sort=best", "sort", "best"},
        {"facets=source,x", "facets", "source,x"}, {"in=footer", "in", "footer"},       {"collapse=x", "collapse", "x"},
        {"highlight=b", "highlight", "b"},         {"from=2017&to=2016", "to", "2016"},
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

static void the_places_words_are_looked_for_are_named(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "q=a&in=title"), 0);
    assert_int_equal(r->out.search.in, FIELD_TITLE);
    assert_int_equal(parse(r, "q=a&in=body"), 0);
    assert_int_equal(r->out.search.in, FIELD_BODY);
    assert_int_equal(parse(r, "q=a&in=author"), 0);
    assert_int_equal(r->out.search.in, FIELD_AUTHOR);
    assert_int_equal(parse(r, "q=a&in=all"), 0);
    assert_int_equal(r->out.search.in, FIELD_ANY);
}

static void copies_are_shown_once_unless_asked_for(void **state)
{
    struct reading *r = *state;

    assert_int_equal(parse(r, "q=a"), 0);
    assert_int_equal(r->out.search.collapse, COLLAPSE_GROUP);
    assert_int_equal(parse(r, "q=a&collapse=none"), 0);
    assert_int_equal(r->out.search.collapse, COLLAPSE_NONE);
    assert_int_equal(parse(r, "q=a&collapse=group"), 0);
    assert_int_equal(r->out.search.collapse, COLLAPSE_GROUP);
    assert_int_equal(parse(r, "q=a&collapse=story"), -1);
    assert_string_equal(r->problem.param, "collapse");
}

static void a_cursor_is_a_place_and_bears_no_other(void **state)
{
    static const char *const others[] = {"cursor=*&page=1", "offset=10&cursor=abc"};
    struct reading *r = *state;
    assert_int_equal(parse(r, "cursor=*&per_page=7&strict=1"), 0);
    assert_string_equal(r->out.cursor, "*");
    assert_int_equal(r->out.search.count, 7);
    assert_int_equal(parse(r, "q=a"), 0);
    assert_null(r->out.cursor);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(parse(r, others[i]), -1);
        assert_string_equal(r->problem.code, "parameter_conflict");
        assert_string_equal(r->problem.param, "cursor");
    }
}

static void only_what_the_results_show_is_made(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "q=a"), 0);
    assert_true(r->out.search.marks && r->out.search.snippets && !r->out.search.texts);
    assert_int_equal(parse(r, "q=a&fields=id,text&highlight=none"), 0);
    assert_true(!r->out.search.marks && !r->out.search.snippets && r->out.search.texts);
    assert_int_equal(r->out.render.fields, 1u << RESULT_ID | 1u << RESULT_TEXT);
}

static void a_marked_title_without_marks_is_given_only_when_asked_for(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "q=a&highlight=none"), 0);
    assert_false(r->out.render.fields & 1u << RESULT_TITLE_HTML);
    assert_int_equal(parse(r, "q=a&highlight=none&fields=title_html"), 0);
    assert_true(r->out.render.fields & 1u << RESULT_TITLE_HTML);
}

static void a_blank_query_is_no_query(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "q=+%09+&sort=relevance"), 0);
    assert_null(r->out.search.q);
    assert_int_equal(r->out.search.sort, SORT_NEWEST);
}

static void requests_for_the_same_form_have_one_shape(void **state)
{
    struct reading *r = *state;
    struct arena arena = arena_make(1 << 20);
    assert_int_equal(parse(r, "q=a&page=3&per_page=20&fields=id,title"), 0);
    const char *by_page = params_shape(&r->out, &arena);
    assert_int_equal(parse(r, "fl=title,id&limit=20&offset=40&q=b"), 0);
    assert_string_equal(params_shape(&r->out, &arena), by_page);
    assert_int_equal(parse(r, "q=a&page=3&per_page=20&fields=id"), 0);
    assert_string_not_equal(params_shape(&r->out, &arena), by_page);
    arena_free(&arena);
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
    assert_int_equal(params_parse(query, 2 + QUERY_BYTES_MAX, PARAMS_SEARCH, &r->arena, &r->out, &r->problem), 0);
    assert_int_equal(params_parse(query, 3 + QUERY_BYTES_MAX, PARAMS_SEARCH, &r->arena, &r->out, &r->problem), -1);
    assert_string_equal(r->problem.code, "query_too_long");
}

static void a_snippets_length_and_fragments_have_limits_and_part_the_shapes(void **state)
{
    struct reading *r = *state;
    assert_int_equal(parse(r, "q=a"), 0);
    assert_int_equal(r->out.search.snippet_length, SNIPPET_LENGTH);
    assert_int_equal(r->out.search.fragments, SNIPPET_FRAGMENTS);
    const char *plain = params_shape(&r->out, &r->arena);
    assert_int_equal(parse(r, "q=a&snippet_length=160&fragments=1"), 0);
    assert_int_equal(r->out.search.snippet_length, 160);
    assert_int_equal(r->out.search.fragments, 1);
    assert_string_not_equal(params_shape(&r->out, &r->arena), plain);
    static const char *const bad[] = {"snippet_length=159", "snippet_length=301", "fragments=0", "fragments=3"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(parse(r, bad[i]), -1);
}

static void articles_like_one_have_filters_and_a_count_and_no_query(void **state)
{
    struct reading *r = *state;
    static const char query[] = "per_page=5&source=mail&to=2020&fields=id&q=tax&offset=20&sort=newest";
    assert_int_equal(params_parse(query, strlen(query), PARAMS_SIMILAR, &r->arena, &r->out, &r->problem), 0);
    assert_int_equal(r->out.search.count, 5);
    assert_int_equal(r->out.search.first, 0);
    assert_int_equal(r->out.search.filter_count, 1);
    assert_int_equal(r->out.search.to.year, 2020);
    assert_null(r->out.search.q);
    assert_int_equal(r->out.render.warning_count, 3);
    assert_string_equal(r->out.render.warnings[1], "'offset' means nothing here and was ignored");
    assert_int_equal(params_parse("q=a&strict=1", 12, PARAMS_SIMILAR, &r->arena, &r->out, &r->problem), -1);
    assert_string_equal(r->problem.param, "q");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_query_asks_for_everything_newest_first),
        TEST(aliases_mean_the_same),
        TEST(a_nul_in_the_query_is_kept_and_counted),
        TEST(commas_are_any_repeats_are_all_and_a_minus_excludes),
        TEST(a_value_in_quotes_is_taken_as_it_stands),
        TEST(an_unknown_parameter_warns_and_in_strict_mode_is_refused),
        TEST(a_bad_value_is_a_problem_naming_it),
        TEST(the_places_words_are_looked_for_are_named),
        TEST(copies_are_shown_once_unless_asked_for),
        TEST(a_cursor_is_a_place_and_bears_no_other),
        TEST(only_what_the_results_show_is_made),
        TEST(a_marked_title_without_marks_is_given_only_when_asked_for),
        TEST(a_blank_query_is_no_query),
        TEST(requests_for_the_same_form_have_one_shape),
        TEST(a_page_too_deep_is_refused_by_the_name_of_cursor),
        TEST(a_query_over_its_bytes_is_refused),
        TEST(a_snippets_length_and_fragments_have_limits_and_part_the_shapes),
        TEST(articles_like_one_have_filters_and_a_count_and_no_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
