/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_text.c - cleaning, decoding and folding. */
#include "archive/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

struct pair {
    const char *in, *out;
};

static int set_up(void **state)
{
    struct buffer *b = calloc(2, sizeof *b);
    if (!b)
        return -1;
    b[0] = b[1] = buffer_make(1 << 20);
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct buffer *b = *state;
    buffer_free(&b[0]);
    buffer_free(&b[1]);
    free(b);
    return 0;
}

static void folding_gives_the_form_to_compare(void **state)
{
    struct buffer *b = *state;
    static const struct pair pairs[] = {
        {"  The \t Guardian\n", "the guardian"}, {"Sinn F\u00e9in", "sinn fein"}, {"Fe\u0301in", "fein"},
        {"Stra\u00dfe", "strasse"}, {"\u00d8re", "ore"}, {"\u00c6on \u0152uvre", "aeon oeuvre"}, {"\u0141\u00f3d\u017a", "lodz"},
        {"\u0130\u0131", "ii"}, {"co\u00adop\u200bted", "coopted"}, {"\u2018a\u2019 \u201cb\u201d", "'a' \"b\""},
        {"a\u00a0 b", "a b"}, {"\uff21\uff22", "ab"}, {"\u03a3\u03ac\u03c2", "\u03c3\u03b1\u03c3"}, {"\u0439", "\u0438"},
        {"\u0e01\u0e34", "\u0e01\u0e34"}, {"\u304b\u3099", "\u304c"}, {"", ""}, {" \u2003 ", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        buffer_clear(b);
        assert_true(text_fold(pairs[i].in, strlen(pairs[i].in), b));
        assert_string_equal(b->len ? b->data : "", pairs[i].out);
    }
}

static void folding_twice_is_folding_once(void **state)
{
    struct buffer *b = *state;
    for (int32_t code = 1; code < 0x30000; code++) {
        if (code >= 0xD800 && code < 0xE000)
            continue;
        utf8proc_uint8_t bytes[4];
        size_t len = (size_t)utf8proc_encode_char(code, bytes);
        buffer_clear(&b[0]);
        buffer_clear(&b[1]);
        assert_true(text_fold((const char *)bytes, len, &b[0]));
        if (b[0].len == 0)
            continue;
        assert_true(text_fold(b[0].data, b[0].len, &b[1]));
        if (b[0].len != b[1].len || memcmp(b[0].data, b[1].data, b[0].len) != 0)
            fail_msg("U+%04X: '%s', then '%s'", (unsigned)code, b[0].data, b[1].data);
    }
}

static void cleaning_leaves_valid_text_without_controls(void **state)
{
    struct buffer *b = *state;
    static const struct pair pairs[] = {
        {"a\r\nb\rc\n", "a\nb\nc\n"}, {"\xff", "\ufffd"}, {"a\xc3", "a\ufffd"}, {"\xc0\x80", "\ufffd\ufffd"},
        {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"}, {"a\x01\x1b\x7f\tb", "a\tb"}, {"a\fb", "a\nb"}, {"\ufffd", "\ufffd"},
        {"\u00e9 \U0001F600", "\u00e9 \U0001F600"}, {"x\xc2\x92y", "xy"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        buffer_clear(b);
        assert_true(text_clean(pairs[i].in, strlen(pairs[i].in), b));
        assert_string_equal(b->data, pairs[i].out);
        assert_true(text_is_clean(b->data, b->len));
        assert_int_equal(text_is_clean(pairs[i].in, strlen(pairs[i].in)), strcmp(pairs[i].in, pairs[i].out) == 0);
    }
}

/* Printable bytes are passed over eight at a time: none beside them may be passed over too. */
static void every_control_is_found_wherever_it_stands_in_a_long_run(void **state)
{
    struct buffer *b = *state;
    for (int byte = 0; byte < 256; byte++) {
        bool kept = (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
        for (size_t at = 0; at < 24; at++) {
            char text[24];
            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            buffer_clear(b);
            assert_true(text_clean(text, sizeof text, b));
            assert_int_equal(text_is_clean(text, sizeof text), kept);
            if (kept)
                assert_true(b->len == sizeof text && memcmp(b->data, text, sizeof text) == 0);
            else if (byte >= 0x80)
                assert_true(b->len == sizeof text + 2 && memcmp(b->data + at, "\xEF\xBF\xBD", 3) == 0);
            else
                assert_int_equal(b->len, sizeof text - !(byte == '\r' || byte == '\v' || byte == '\f'));
        }
    }
}

static void a_nul_is_cleaned_away(void **state)
{
    struct buffer *b = *state;
    assert_false(text_is_clean("a\0b", 3));
    assert_true(text_clean("a\0b", 3, b));
    assert_string_equal(b->data, "ab");
}

static void a_bad_byte_moves_one_byte_on(void **state)
{
    (void)state;
    const char *text = "\xe2\x82x", *at = text;
    assert_int_equal(text_next(&at, text + 3), 0xFFFD);
    assert_ptr_equal(at, text + 1);
    at = "\xe2\x82\xac";
    assert_int_equal(text_next(&at, at + 3), 0x20AC);
}

static void a_mark_behind_a_space_that_is_trimmed_goes_with_it(void **state)
{
    struct buffer *b = *state;
    const char text[] = "\u1680\u093f\u0915\u093f"; /* the one space that is in no script which loses marks */
    assert_true(text_fold(text, strlen(text), b));
    assert_string_equal(b->data, "\u0915\u093f");
}

static void a_full_buffer_makes_folding_fail(void **state)
{
    (void)state;
    struct buffer small = buffer_make(2);
    bool ascii = text_fold("abc", 3, &small);
    buffer_clear(&small);
    bool wide = text_fold("\u00e9\u00e9\u00e9", 6, &small);
    buffer_free(&small);
    assert_false(ascii);
    assert_false(wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(folding_gives_the_form_to_compare, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folding_twice_is_folding_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cleaning_leaves_valid_text_without_controls, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_control_is_found_wherever_it_stands_in_a_long_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_nul_is_cleaned_away, set_up, tear_down),
        cmocka_unit_test(a_bad_byte_moves_one_byte_on),
        cmocka_unit_test_setup_teardown(a_mark_behind_a_space_that_is_trimmed_goes_with_it, set_up, tear_down),
        cmocka_unit_test(a_full_buffer_makes_folding_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
