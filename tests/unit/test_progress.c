/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_progress.c - the line of progress: what it says, and that it fits. */
#include "indexer/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct progress half = {.phase = "reading", .done = 50, .all = 100, .articles = 500, .seconds = 10};
static char line[PROGRESS_LINE_MAX];

static void bar_says_phase_percent_rate_and_time_left(void **state)
{
    (void)state;
    progress_bar(&half, 79, line);
    assert_non_null(strstr(line, "reading "));
    assert_non_null(strstr(line, " 50%"));
    assert_non_null(strstr(line, "500 articles, 50/s"));
    assert_non_null(strstr(line, "0:10 left"));
    assert_non_null(strstr(line, "##--"));
}

static void bar_never_passes_the_width_of_the_terminal(void **state)
{
    (void)state;
    for (unsigned width = 0; width < 200; width++) {
        size_t len = progress_bar(&half, width, line);
        assert_true(len <= width);
        assert_int_equal(strlen(line), len);
    }
}

static void narrow_terminal_loses_the_bar_before_the_numbers(void **state)
{
    (void)state;
    progress_bar(&half, 45, line);
    assert_null(strchr(line, '#'));
    assert_non_null(strstr(line, "50%"));
    assert_non_null(strstr(line, "500 articles"));
}

static void unknown_size_gives_no_percent_and_no_time_left(void **state)
{
    const struct progress pipe = {.phase = "reading", .done = 12345, .articles = 500, .seconds = 10};
    (void)state;
    assert_int_equal(progress_percent(&pipe), -1);
    assert_true(progress_left(&pipe) < 0);
    progress_bar(&pipe, 79, line);
    assert_null(strchr(line, '%'));
    assert_null(strstr(line, "left"));
    assert_non_null(strstr(line, "500 articles"));
    progress_words(&pipe, line);
    assert_string_equal(line, "reading: 500 articles, 50 articles/s");
}

static void what_is_no_article_is_called_by_its_name(void **state)
{
    const struct progress queries = {.phase = "searching", .done = 1, .all = 2, .articles = 40, .seconds = 8,
                                     .unit = "queries"};
    (void)state;
    progress_bar(&queries, 79, line);
    assert_non_null(strstr(line, "40 queries, 5/s"));
    progress_words(&queries, line);
    assert_non_null(strstr(line, "40 queries, 5 queries/s"));
}

static void words_for_a_pipe_say_the_same(void **state)
{
    (void)state;
    progress_words(&half, line);
    assert_string_equal(line, "reading: 50%, 500 articles, 50 articles/s, 10 s left");
}

static void more_done_than_foreseen_is_all_done(void **state)
{
    const struct progress grown = {.phase = "reading", .done = 120, .all = 100, .articles = 500, .seconds = 10};
    (void)state;
    assert_int_equal(progress_percent(&grown), 100);
    assert_true(progress_left(&grown) <= 0);
    assert_true(progress_bar(&grown, 79, line) <= 79);
}

static void nothing_is_foretold_in_the_first_second(void **state)
{
    const struct progress fresh = {.phase = "reading", .done = 1, .all = 1000000, .articles = 1, .seconds = 0.01};
    (void)state;
    assert_true(progress_left(&fresh) < 0);
}

static void huge_numbers_stay_within_the_line(void **state)
{
    const struct progress huge = {.phase = "a phase with a name that is far too long", .done = UINT64_MAX / 2,
                                  .all = UINT64_MAX, .articles = UINT64_MAX, .seconds = 1e9,
                                  .unit = "units of a name that is far too long"};
    (void)state;
    assert_true(progress_bar(&huge, 1000, line) < PROGRESS_LINE_MAX);
    assert_true(progress_words(&huge, line) < PROGRESS_LINE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bar_says_phase_percent_rate_and_time_left),
        cmocka_unit_test(bar_never_passes_the_width_of_the_terminal),
        cmocka_unit_test(narrow_terminal_loses_the_bar_before_the_numbers),
        cmocka_unit_test(unknown_size_gives_no_percent_and_no_time_left),
        cmocka_unit_test(what_is_no_article_is_called_by_its_name),
        cmocka_unit_test(words_for_a_pipe_say_the_same),
        cmocka_unit_test(more_done_than_foreseen_is_all_done),
        cmocka_unit_test(nothing_is_foretold_in_the_first_second),
        cmocka_unit_test(huge_numbers_stay_within_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
