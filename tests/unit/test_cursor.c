/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_cursor.c - a cursor reads as it was printed, and no other text is one. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/cursor.h"

static const struct cursor examples[] = {
    {true, 1, "00000000", "4f0c11aa-1"},
    {false, 10100, "7c1f9a2e", "4f0c11aa-18446744073709551615-deadbeef"},
    {true, INT32_MAX, "ffffffff", "012345678901234567890123456789012345678901234567890123456789012"},
};
enum { EXAMPLES = sizeof examples / sizeof examples[0] };

static void a_cursor_reads_as_it_was_printed(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXAMPLES; i++) {
        char text[CURSOR_TEXT];
        struct cursor c;
        cursor_print(&examples[i], text);
        assert_true(strlen(text) > 20);
        assert_int_equal(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), strlen(text));
        assert_true(cursor_read(text, &c));
        assert_int_equal(c.walk, examples[i].walk);
        assert_int_equal(c.place, examples[i].place);
        assert_string_equal(c.hash, examples[i].hash);
        assert_string_equal(c.snapshot, examples[i].snapshot);
    }
}

/* Each letter replaced by others, and each cut: what reads at all reads as the same, since base64's last letter has
 * bits that mean nothing. */
static void a_damaged_cursor_is_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXAMPLES; i++) {
        char text[CURSOR_TEXT], damaged[CURSOR_TEXT + 1];
        struct cursor c;
        cursor_print(&examples[i], text);
        size_t len = strlen(text);
        for (size_t at = 0; at < len; at++) {
            memcpy(damaged, text, len + 1);
            for (const char *other = "AZaz09-_+/=. \x80"; *other; other++) {
                damaged[at] = *other;
                assert_false(cursor_read(damaged, &c) && *other != text[at] && at + 1 < len);
            }
            memcpy(damaged, text, at);
            damaged[at] = '\0';
            assert_false(cursor_read(damaged, &c));
        }
        memcpy(damaged, text, len);
        damaged[len] = 'A';
        damaged[len + 1] = '\0';
        assert_false(cursor_read(damaged, &c));
    }
}

static void text_of_any_kind_is_none(void **state)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    static const char *const texts[] = {"", "*", "A", "AA", "AAA", "AAAA", "====", "AWQ", "next", "-1", "\xff\xfe"};
    char text[CURSOR_MAX * 2];
    struct cursor c;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(cursor_read(texts[i], &c));
    srandom(5);
    for (unsigned i = 0; i < 20000; i++) {
        size_t len = (size_t)random() % sizeof text;
        for (size_t k = 0; k < len; k++)
            text[k] = (char)(i % 2 ? letters[random() & 63] : 1 + random() % 255);
        text[len ? len - 1 : 0] = '\0';
        assert_false(cursor_read(text, &c));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_cursor_reads_as_it_was_printed),
                                       cmocka_unit_test(a_damaged_cursor_is_none),
                                       cmocka_unit_test(text_of_any_kind_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
