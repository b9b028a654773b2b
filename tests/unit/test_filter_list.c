/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_filter_list.c - what a list of a filter's values reads as, and that what is written reads the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "archive/filter_list.h"

enum { ARENA_MAX = 1 << 20 };

/* As "[a][!b]". */
static char *read_all(const char *text, bool signs, struct arena *arena)
{
    struct filter_list list = {text, text + strlen(text), signs};
    struct filter_item item;
    struct buffer b = buffer_make(SIZE_MAX);
    int more;

    buffer_puts(&b, "");
    while ((more = filter_list_next(&list, arena, &item)) > 0) {
        assert_int_equal(strlen(item.value), item.len);
        buffer_printf(&b, "[%s%s]", item.exclude ? "!" : "", item.value);
    }
    assert_int_equal(more, 0);
    char *all = arena_copy(arena, b.data, b.len);
    buffer_free(&b);
    assert_non_null(all);
    return all;
}

static void a_list_reads_as_its_values(void **state)
{
    static const struct {
        const char *text, *signs, *letters;
    } cases[] = {
        {"", "", ""},
        {",,", "", ""},
        {"-", "", "[-]"},
        {"a,b", "[a][b]", "[a][b]"},
        {"a,,-b,", "[a][!b]", "[a][-b]"},
        {" a , b ", "[ a ][ b ]", "[ a ][ b ]"},
        {"\"a, b\"", "[a, b]", "[a, b]"},
        {"\"a, b\",c,\"-d\"", "[a, b][c][-d]", "[a, b][c][-d]"},
        {"-\"a, b\"", "[!a, b]", "[-\"a][ b\"]"},
        {"--2,\"-2\"", "[!-2][-2]", "[--2][-2]"},
        {"\"say \"\"no\"\", then\"", "[say \"no\", then]", "[say \"no\", then]"},
        {"\"\"", "", ""},
        {"\"\",a", "[a]", "[a]"},
        {"\"\"\"\"", "[\"]", "[\"]"},
        /* not quotes: they do not close, or not at a value's end, or do not begin it */
        {"\"", "[\"]", "[\"]"},
        {"\"\"\"", "[\"\"\"]", "[\"\"\"]"},
        {"\"a, b", "[\"a][ b]", "[\"a][ b]"},
        {"\"a\" b,c", "[\"a\" b][c]", "[\"a\" b][c]"},
        {"\"a, b\" c", "[\"a][ b\" c]", "[\"a][ b\" c]"},
        {"the \"a, b\"", "[the \"a][ b\"]", "[the \"a][ b\"]"},
    };
    struct arena arena = arena_make(ARENA_MAX);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(read_all(cases[i].text, true, &arena), cases[i].signs);
        assert_string_equal(read_all(cases[i].text, false, &arena), cases[i].letters);
    }
    arena_free(&arena);
}

static void what_needs_no_quotes_is_written_without(void **state)
{
    static const struct {
        const char *value;
        bool exclude;
        const char *text;
    } cases[] = {{"a b", false, "a b"},        {"a", true, "-a"},       {"the \"a\"", false, "the \"a\""},
                 {"a, b", false, "\"a, b\""},  {"-2", false, "\"-2\""}, {"-2", true, "--2"},
                 {"a, \"b\"", true, "-\"a, \"\"b\"\"\""}, {"\"a", false, "\"\"\"a\""}};
    struct buffer b = buffer_make(SIZE_MAX);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer_clear(&b);
        assert_true(filter_list_put(&b, cases[i].value, cases[i].exclude));
        assert_string_equal(b.data, cases[i].text);
    }
    buffer_free(&b);
}

/* All texts of up to six of four letters. */
static void what_is_written_reads_the_same(void **state)
{
    static const char letters[] = "a,-\"";
    char value[8];

    (void)state;
    for (unsigned len = 1; len <= 6; len++) {
        for (unsigned n = 0; n < 1u << 2 * len; n++) {
            struct arena arena = arena_make(ARENA_MAX);
            struct buffer b = buffer_make(SIZE_MAX);
            struct filter_item item;
            for (unsigned i = 0; i < len; i++)
                value[i] = letters[n >> 2 * i & 3];
            value[len] = '\0';
            filter_list_put(&b, value, n & 1);
            buffer_puts(&b, ",z");
            struct filter_list list = {b.data, b.data + b.len, true};
            assert_int_equal(filter_list_next(&list, &arena, &item), 1);
            assert_string_equal(item.value, value);
            assert_int_equal(item.exclude, n & 1);
            assert_int_equal(filter_list_next(&list, &arena, &item), 1);
            assert_string_equal(item.value, "z");
            assert_int_equal(filter_list_next(&list, &arena, &item), 0);
            buffer_free(&b);
            arena_free(&arena);
        }
    }
}

static void no_memory_is_told(void **state)
{
    struct arena arena = arena_make(0);
    struct filter_item item;
    const char *text = "\"a\"";
    struct filter_list plain = {text + 1, text + 2, true}, quoted = {text, text + 3, true};

    (void)state;
    assert_int_equal(filter_list_next(&plain, &arena, &item), -1);
    assert_int_equal(filter_list_next(&quoted, &arena, &item), -1);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_reads_as_its_values),
        cmocka_unit_test(what_needs_no_quotes_is_written_without),
        cmocka_unit_test(what_is_written_reads_the_same),
        cmocka_unit_test(no_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
