/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_parameters.c - what the table of parameters says is what is accepted, for each of its rows. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/params_value.h"
#include "searchd/route.h"

static struct problem problem;
static struct param_value stored;
static unsigned stores;

static void store(void *ctx, enum param_key key, const struct param_value *v)
{
    (void)ctx;
    (void)key;
    stored = *v;
    stores++;
}

/* name=value (encoded) by a route that takes p alone. */
static int ask(const struct parameter *p, const char *name, const char *value)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct param_reading r = {.arena = &arena, .problem = &problem, .takes = PARAM_BIT(p->key)};
    char query[512];
    snprintf(query, sizeof query, "%s=%s", name, value);
    stores = 0;
    int failed = param_each(&r, query, strlen(query), store, NULL);
    if (!failed && !stores && p->kind != KIND_FILTER && p->key != PARAM_STRICT)
        fail_msg("'%s' was not stored", query);
    arena_free(&arena);
    return failed;
}

static void refuses(const struct parameter *p, const char *value)
{
    if (!ask(p, p->name, value))
        fail_msg("%s=%s was accepted", p->name, value);
    assert_int_equal(problem.status, 400);
    assert_ptr_equal(problem.hint, p->hint);
}

static void accepts(const struct parameter *p, const char *name, const char *value)
{
    if (ask(p, name, value))
        fail_msg("%s=%s was refused: %s", name, value, problem.title);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): it declares */
#define EACH(p, key)                                                                                                \
    const struct parameter *p;                                                                                      \
    for (unsigned key = 0; key < PARAM_COUNT && (p = parameter_of((enum param_key)key)); key++)
/* NOLINTEND(bugprone-macro-parentheses) */

static void each_key_has_its_row(void **state)
{
    (void)state;
    for (unsigned key = 0; key < PARAM_COUNT; key++) {
        const struct parameter *p = parameter_of((enum param_key)key);
        assert_non_null(p);
        assert_non_null(p->name);
        assert_non_null(p->summary);
        assert_int_equal(p->summary[strlen(p->summary) - 1], '.');
        assert_non_null(p->example);
    }
}

static void each_name_and_example_is_accepted(void **state)
{
    (void)state;
    EACH(p, key)
    {
        char example[200];
        snprintf(example, sizeof example, "%s", p->example);
        for (char *c = example; *c; c++)
            *c = *c == ' ' ? '+' : *c;
        accepts(p, p->name, example);
        for (size_t i = 0; i < PARAM_ALIASES_MAX && p->aliases[i]; i++)
            accepts(p, p->aliases[i], example);
    }
}

static void each_listed_word_is_accepted_and_no_other(void **state)
{
    (void)state;
    EACH(p, key)
    {
        char all[512] = "";
        unsigned count = 0;
        if (p->kind != KIND_WORD && p->kind != KIND_SWITCH && p->kind != KIND_LIST)
            continue;
        for (const char *word; (word = parameter_word(p, count)); count++) {
            accepts(p, p->name, word);
            if (p->kind == KIND_WORD)
                assert_int_equal(stored.number, count);
            if (p->kind == KIND_LIST)
                assert_int_equal(stored.number, 1u << count);
            size_t len = strlen(all);
            snprintf(all + len, sizeof all - len, ",%s", word);
        }
        assert_true(count >= 2 && count <= 32);
        refuses(p, "unlisted");
        refuses(p, "%00");
        if (p->kind == KIND_LIST) {
            accepts(p, p->name, all + 1);
            assert_int_equal(stored.number, (uint32_t)((UINT64_C(1) << count) - 1));
            accepts(p, p->name, "all");
            assert_int_equal(stored.number, (uint32_t)((UINT64_C(1) << count) - 1));
        } else {
            refuses(p, "all,any");
            assert_true(p->standard < count || p->standard == PARAM_NO_WORD);
        }
    }
}

static void each_number_is_accepted_within_its_limits_alone(void **state)
{
    (void)state;
    EACH(p, key)
    {
        char value[24];
        if (p->kind != KIND_NUMBER)
            continue;
        const int64_t within[] = {p->min, p->max}, without[] = {(int64_t)p->min - 1, (int64_t)p->max + 1};
        for (size_t i = 0; i < 2; i++) {
            snprintf(value, sizeof value, "%lld", (long long)within[i]);
            accepts(p, p->name, value);
            assert_int_equal(stored.number, within[i]);
            snprintf(value, sizeof value, "%lld", (long long)without[i]);
            refuses(p, value);
        }
        refuses(p, "1.5");
        refuses(p, "x");
        assert_true(p->standard == 0 || (p->standard >= p->min && p->standard <= p->max));
    }
}

static void hints_name_the_words_and_limits_of_their_rows(void **state)
{
    (void)state;
    EACH(p, key)
    {
        char number[16];
        if (p->kind == KIND_NUMBER && p->max != PARAM_NUMBER_MAX) {
            snprintf(number, sizeof number, "%u", p->max);
            assert_non_null(strstr(p->hint, number));
            snprintf(number, sizeof number, "%u", p->min);
            assert_non_null(strstr(p->hint, number));
        }
        for (unsigned i = 0; p->kind == KIND_WORD && parameter_word(p, i); i++)
            if (!strstr(p->hint, parameter_word(p, i)))
                fail_msg("the hint of %s does not name %s", p->name, parameter_word(p, i));
    }
}

static void what_is_absent_is_as_the_table_says(void **state)
{
    (void)state;
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct search_params p;
    assert_int_equal(params_parse("q=a", 3, PARAMS_SEARCH, &arena, &p, &problem), 0);
    assert_int_equal(p.search.match, parameter_of(PARAM_MATCH)->standard);
    assert_int_equal(p.search.sort, parameter_of(PARAM_SORT)->standard);
    assert_int_equal(p.search.collapse, parameter_of(PARAM_COLLAPSE)->standard);
    assert_int_equal(p.search.snippet_length, parameter_of(PARAM_SNIPPET_LENGTH)->standard);
    assert_int_equal(p.search.fragments, parameter_of(PARAM_FRAGMENTS)->standard);
    assert_int_equal(p.search.recency, parameter_of(PARAM_RECENCY)->standard);
    assert_int_equal(p.search.facets, parameter_of(PARAM_FACETS)->standard);
    assert_int_equal(p.render.page, parameter_of(PARAM_PAGE)->standard);
    assert_int_equal(p.render.per_page, parameter_of(PARAM_PER_PAGE)->standard);
    assert_int_equal(p.render.fields, parameter_of(PARAM_FIELDS)->standard);
    assert_int_equal(p.render.highlight, parameter_of(PARAM_HIGHLIGHT)->standard);
    arena_free(&arena);
}

/* Else one of two parameters of a route could never be asked. */
static void no_route_takes_two_parameters_of_one_name(void **state)
{
    (void)state;
    const struct route *route;
    for (size_t i = 0; (route = route_at(i)); i++) {
        uint64_t takes = route->takes | route->lets;
        EACH(p, key)
        {
            bool elsewhere;
            if (!(takes & PARAM_BIT(key)))
                continue;
            assert_ptr_equal(parameter_find(p->name, strlen(p->name), takes, &elsewhere), p);
            for (size_t k = 0; k < PARAM_ALIASES_MAX && p->aliases[k]; k++)
                assert_ptr_equal(parameter_find(p->aliases[k], strlen(p->aliases[k]), takes, &elsewhere), p);
        }
    }
}

static void names_that_others_take_are_told_from_names_that_none_takes(void **state)
{
    (void)state;
    bool elsewhere;
    const uint64_t takes = PARAM_BIT(PARAM_LIMIT);
    assert_ptr_equal(parameter_find("count", 5, takes, &elsewhere), parameter_of(PARAM_LIMIT));
    assert_ptr_equal(parameter_find("limit", 5, takes, &elsewhere), parameter_of(PARAM_LIMIT));
    assert_ptr_equal(parameter_find("limit", 5, PARAMS_SEARCH, &elsewhere), parameter_of(PARAM_PER_PAGE));
    assert_null(parameter_find("fl", 2, takes, &elsewhere));
    assert_true(elsewhere);
    assert_null(parameter_find("f", 1, takes, &elsewhere));
    assert_false(elsewhere);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_has_its_row),
        cmocka_unit_test(each_name_and_example_is_accepted),
        cmocka_unit_test(each_listed_word_is_accepted_and_no_other),
        cmocka_unit_test(each_number_is_accepted_within_its_limits_alone),
        cmocka_unit_test(hints_name_the_words_and_limits_of_their_rows),
        cmocka_unit_test(what_is_absent_is_as_the_table_says),
        cmocka_unit_test(no_route_takes_two_parameters_of_one_name),
        cmocka_unit_test(names_that_others_take_are_told_from_names_that_none_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
