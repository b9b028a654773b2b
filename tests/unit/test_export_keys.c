/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_export_keys.c - who has a key of the file may export, nobody else. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "searchd/export_keys.h"

static char path[] = "/tmp/hustings-keys-XXXXXX";

static int read_text(const char *text, struct export_keys **out, struct error *err)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return export_keys_read(path, out, err);
}

static void a_key_of_the_file_opens_and_no_other_text(void **state)
{
    (void)state;
    struct export_keys *keys;
    assert_int_equal(read_text("# the desk\nabcdefghijklmnop\n\n  \n0123456789abcdef0123\r\n", &keys, NULL), 0);
    assert_true(export_keys_have(keys, "Bearer abcdefghijklmnop"));
    assert_true(export_keys_have(keys, "bearer  0123456789abcdef0123"));
    static const char *const bad[] = {"", "Bearer", "Bearer ", "abcdefghijklmnop", "Basic abcdefghijklmnop",
                                      "Bearer 0123456789abcdef", "Bearer abcdefghijklmnopq", "Bearer abcdefghijklmnoP",
                                      "Bearer # the desk", "Bearer 0123456789abcdef0123 ", "Bearer\tabcdefghijklmnop"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(export_keys_have(keys, bad[i]));
    assert_false(export_keys_have(keys, NULL));
    char longest[EXPORT_KEY_MAX + 100];
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "Bearer ", 7);
    longest[sizeof longest - 1] = '\0';
    assert_false(export_keys_have(keys, longest));
    export_keys_free(keys);
}

static void expect_refused(const char *text, const char *why)
{
    struct export_keys *keys = NULL;
    struct error err = {0};
    assert_int_equal(read_text(text, &keys, &err), -1);
    assert_non_null(strstr(err.text, why));
    assert_null(keys);
}

static void what_is_no_key_is_said_with_its_line(void **state)
{
    (void)state;
    expect_refused("", "has no key");
    expect_refused("# none yet\n", "has no key");
    expect_refused("abcdefghijklmnop\nshort\n", "line 2: a key has 5 characters");
    expect_refused("abcdefgh ijklmnop\n", "line 1: a key holds white space");
    char longest[EXPORT_KEY_MAX + 2];
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    expect_refused(longest, "a key has 129 characters");
}

static void an_error_does_not_tell_the_key(void **state)
{
    (void)state;
    struct export_keys *keys;
    struct error err;
    assert_int_equal(read_text("secret\n", &keys, &err), -1);
    assert_null(strstr(err.text, "secret"));
    assert_int_equal(export_keys_read("/nowhere/keys", &keys, &err), -1);
    assert_non_null(strstr(err.text, "cannot read '/nowhere/keys'"));
}

int main(void)
{
    int fd = mkstemp(path);
    if (fd < 0)
        return EXIT_FAILURE;
    close(fd);
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_key_of_the_file_opens_and_no_other_text),
                                       cmocka_unit_test(what_is_no_key_is_said_with_its_line),
                                       cmocka_unit_test(an_error_does_not_tell_the_key)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
