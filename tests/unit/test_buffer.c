/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_buffer.c - growing bytes, arenas and error lines keep what they promise. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "archive/arena.h"
#include "archive/buffer.h"
#include "archive/error.h"

#include <errno.h>

static int setup_buffer(void **state)
{
    struct buffer *b = malloc(sizeof *b);
    if (!b)
        return -1;
    *b = buffer_make(1000);
    *state = b;
    return 0;
}

static int teardown_buffer(void **state)
{
    buffer_free(*state);
    free(*state);
    return 0;
}

static void appends_stand_one_behind_the_other_with_a_nul_at_the_end(void **state)
{
    struct buffer *b = *state;
    assert_true(buffer_puts(b, "tax"));
    assert_true(buffer_putc(b, ' '));
    assert_true(buffer_append(b, "a\0b", 3));
    assert_true(buffer_printf(b, "-%d-%s", 42, "x"));
    assert_int_equal(b->len, 12);
    assert_memory_equal(b->data, "tax a\0b-42-x", 13);
}

static void an_append_past_the_maximum_changes_nothing_and_marks_failure(void **state)
{
    struct buffer *b = *state;
    char big[1000];
    memset(big, 'x', sizeof big);
    assert_true(buffer_append(b, big, 999));
    assert_false(buffer_append(b, big, 2));
    assert_true(b->failed);
    assert_int_equal(b->len, 999);
    assert_false(buffer_putc(b, 'y'));
    assert_int_equal(b->len, 999);
    assert_null(buffer_take(b));
    buffer_clear(b);
    assert_true(buffer_append(b, big, 1000));
    assert_int_equal(strlen(b->data), 1000);
}

static void a_print_past_the_maximum_changes_nothing_and_marks_failure(void **state)
{
    struct buffer *b = *state;
    assert_true(buffer_puts(b, "kept"));
    assert_false(buffer_printf(b, "%0997d", 1));
    assert_true(b->failed);
    assert_string_equal(b->data, "kept");
    buffer_clear(b);
    assert_true(buffer_printf(b, "%01000d", 1));
    assert_int_equal(b->len, 1000);
    assert_true(buffer_printf(b, "%s", ""));
}

static void huge_lengths_do_not_wrap_around(void **state)
{
    struct buffer *b = *state;
    b->max = SIZE_MAX;
    assert_true(buffer_puts(b, "x"));
    assert_false(buffer_reserve(b, SIZE_MAX - 1));
    buffer_clear(b);
    assert_true(buffer_puts(b, "x"));
    assert_false(buffer_reserve(b, SIZE_MAX));
}

static void taken_bytes_belong_to_the_taker_and_the_buffer_begins_anew(void **state)
{
    struct buffer *b = *state;
    char *empty = buffer_take(b);
    assert_non_null(empty);
    assert_string_equal(empty, "");
    free(empty);
    assert_true(buffer_puts(b, "house"));
    char *text = buffer_take(b);
    assert_string_equal(text, "house");
    free(text);
    assert_int_equal(b->len, 0);
    assert_null(b->data);
    assert_int_equal(b->max, 1000);
}

static void varints_come_back_as_they_went_in(void **state)
{
    struct buffer *b = *state;
    static const uint64_t values[] = {0, 1, 127, 128, 300, 16383, 16384, UINT32_MAX, UINT64_MAX / 2, UINT64_MAX};
    enum { COUNT = sizeof values / sizeof *values };
    for (size_t i = 0; i < COUNT; i++)
        assert_true(buffer_put_varint(b, values[i]));
    const char *at = b->data;
    for (size_t i = 0; i < COUNT; i++) {
        uint64_t value = 7;
        assert_true(varint_read(&at, b->data + b->len, &value));
        assert_true(value == values[i]);
    }
    assert_ptr_equal(at, b->data + b->len);
    uint64_t none = 7;
    assert_false(varint_read(&at, b->data + b->len, &none));
    assert_int_equal(none, 7);
}

static void cut_and_overlong_varints_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
    } bad[] = {
        {"", 0},
        {"\x80", 1},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x01", 11},
        {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 12},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *at = bad[i].bytes;
        uint64_t value = 7;
        assert_false(varint_read(&at, bad[i].bytes + bad[i].len, &value));
        assert_ptr_equal(at, bad[i].bytes);
        assert_int_equal(value, 7);
    }
}

static void arena_pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena a = arena_make(1 << 20);
    char *pieces[400];
    size_t wrong = 0;
    for (size_t i = 0; i < 400; i++) {
        pieces[i] = arena_alloc(&a, i * 7);
        wrong += !pieces[i] || (uintptr_t)pieces[i] % _Alignof(max_align_t) != 0;
        for (size_t j = 0; pieces[i] && j < i * 7; j++)
            wrong += pieces[i][j] != 0;
        if (pieces[i])
            memset(pieces[i], (int)(i % 255 + 1), i * 7);
    }
    for (size_t i = 0; i < 400; i++)
        for (size_t j = 0; pieces[i] && j < i * 7; j++)
            wrong += (unsigned char)pieces[i][j] != i % 255 + 1;
    arena_free(&a);
    assert_int_equal(wrong, 0);
    assert_int_equal(a.used, 0);
}

static void an_arena_stops_at_its_maximum(void **state)
{
    (void)state;
    struct arena a = arena_make(64);
    void *first = arena_alloc(&a, 48);
    void *refused = arena_alloc(&a, 17);
    void *last = arena_alloc(&a, 16);
    void *more = arena_alloc(&a, 1);
    void *huge = arena_alloc(&a, SIZE_MAX);
    arena_free(&a);
    assert_non_null(first);
    assert_null(refused);
    assert_non_null(last);
    assert_null(more);
    assert_null(huge);
}

static void arena_text_is_copied_and_ended(void **state)
{
    (void)state;
    struct arena a = arena_make(100000);
    char *copy = arena_copy(&a, "houses", 5);
    char *printed = arena_printf(&a, "%s-%0*d", copy, 9000, 1);
    int good = copy && printed && strcmp(copy, "house") == 0 && strlen(printed) == 9006;
    arena_free(&a);
    assert_true(good);
}

static void errors_hold_fault_and_line(void **state)
{
    (void)state;
    struct error err = {0};
    assert_int_equal(error_set(&err, FAULT_LOCKED, "locked by pid %d", 812), -1);
    assert_int_equal(error_prefix(&err, "cannot open archive '%s'", "/x"), -1);
    assert_int_equal(err.fault, FAULT_LOCKED);
    assert_string_equal(err.text, "cannot open archive '/x': locked by pid 812");
    assert_int_equal(error_errno(&err, ENOENT, "cannot read '%s'", "y"), -1);
    assert_int_equal(err.fault, FAULT_IO);
    assert_string_equal(err.text, "cannot read 'y': No such file or directory");
    assert_int_equal(error_set(&err, FAULT_IO, "again: %s", err.text), -1);
    assert_string_equal(err.text, "again: cannot read 'y': No such file or directory");
    assert_int_equal(error_set(NULL, FAULT_IO, "nobody listens"), -1);
    assert_int_equal(error_errno(NULL, EIO, "nobody listens"), -1);
    assert_int_equal(error_prefix(NULL, "nobody listens"), -1);
}

static void a_long_error_line_is_cut(void **state)
{
    (void)state;
    struct error err = {0};
    error_set(&err, FAULT_INVALID, "%0600d", 1);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    error_prefix(&err, "outer");
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_memory_equal(err.text, "outer: 0", 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define BUFFER_TEST(f) cmocka_unit_test_setup_teardown(f, setup_buffer, teardown_buffer)
        BUFFER_TEST(appends_stand_one_behind_the_other_with_a_nul_at_the_end),
        BUFFER_TEST(an_append_past_the_maximum_changes_nothing_and_marks_failure),
        BUFFER_TEST(a_print_past_the_maximum_changes_nothing_and_marks_failure),
        BUFFER_TEST(huge_lengths_do_not_wrap_around),
        BUFFER_TEST(taken_bytes_belong_to_the_taker_and_the_buffer_begins_anew),
        BUFFER_TEST(varints_come_back_as_they_went_in),
        cmocka_unit_test(cut_and_overlong_varints_are_refused),
        cmocka_unit_test(arena_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(an_arena_stops_at_its_maximum),
        cmocka_unit_test(arena_text_is_copied_and_ended),
        cmocka_unit_test(errors_hold_fault_and_line),
        cmocka_unit_test(a_long_error_line_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
