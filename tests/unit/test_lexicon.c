/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_lexicon.c - a word has one number, even one of no bytes that comes first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/lexicon.h"

static void a_word_of_no_bytes_first(void **state)
{
    struct lexicon *l = lexicon_new();

    (void)state;
    assert_non_null(l);
    const uint32_t none = lexicon_add(l, 0, "", 0), tax = lexicon_add(l, 0, "tax", 3);
    assert_int_equal(lexicon_add(l, 0, "", 0), none);
    assert_int_equal(lexicon_add(l, 0, "tax", 3), tax);
    assert_int_not_equal(none, tax);
    assert_int_equal(lexicon_count(l), 2);
    lexicon_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_word_of_no_bytes_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
