/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_url.c - percent-encoding undone, with lengths. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/url.h"

static void expect(const char *text, bool plus, const char *bytes, size_t len)
{
    char out[64];
    assert_int_equal(url_decode(text, strlen(text), plus, out), len);
    assert_memory_equal(out, bytes, len + 1);
}

static void escapes_become_bytes_and_a_nul_is_counted(void **state)
{
    (void)state;
    expect("a%2fB%C3%A4", false, "a/B\xc3\xa4", 5);
    expect("a%00b", false, "a\0b", 3);
}

static void a_bad_escape_stays_as_it_was_written(void **state)
{
    (void)state;
    expect("%zz%", false, "%zz%", 4);
    expect("100%2", false, "100%2", 5);
    expect("%%41", false, "%A", 2);
}

static void a_plus_is_a_space_only_where_forms_write_it(void **state)
{
    (void)state;
    expect("a+b%2B", true, "a b+", 4);
    expect("a+b", false, "a+b", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(escapes_become_bytes_and_a_nul_is_counted),
                                       cmocka_unit_test(a_bad_escape_stays_as_it_was_written),
                                       cmocka_unit_test(a_plus_is_a_space_only_where_forms_write_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
