/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_generation.c - the file that names the databases: whole, or not at all. */
#include "archive/generation.h"

#include "archive/scoped.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct bench {
    char dir[64];
    char file[80];
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/generation.XXXXXX", sizeof "/tmp/generation.XXXXXX");
    if (!mkdtemp(b->dir))
        return -1;
    snprintf(b->file, sizeof b->file, "%s/XAPIANDB", b->dir);
    *state = b;
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    unlink(b->file);
    rmdir(b->dir);
    free(b);
    return 0;
}

static void put(struct bench *b, const char *text)
{
    FILE *f = fopen(b->file, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void what_was_written_is_read(void **state)
{
    struct bench *b = *state;
    struct generation g, got;
    struct error err;

    assert_int_equal(generation_new("Europe/London", &g, &err), 0);
    g.number = 12;
    g.database_count = 2;
    snprintf(g.databases[0], sizeof g.databases[0], "run-000011");
    snprintf(g.databases[1], sizeof g.databases[1], "delta-000012");
    assert_int_equal(generation_write(b->dir, &g, &err), 0);
    assert_int_equal(generation_read(b->dir, &got, &err), 0);
    assert_string_equal(got.uuid, g.uuid);
    assert_string_equal(got.timezone, "Europe/London");
    assert_int_equal(got.number, 12);
    assert_int_equal(got.database_count, 2);
    assert_string_equal(got.databases[0], "run-000011");
    assert_string_equal(got.databases[1], "delta-000012");
}

#define HEAD "# hustings archive, format 5\n# uuid 00000000-0000-4000-8000-000000000000\n# generation 1\n# timezone UTC\n"

static void a_file_that_cannot_be_trusted_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum fault fault;
    } cases[] = {
        {HEAD, FAULT_NONE},
        {HEAD "auto run-000001\n", FAULT_NONE},
        {"", FAULT_DAMAGED},
        {"# hustings archive, format 5\n", FAULT_DAMAGED},
        {"# hustings archive, format 99\nwhatever comes\n", FAULT_VERSION},
        {HEAD "auto ../../etc\n", FAULT_DAMAGED},
        {HEAD "auto /etc\n", FAULT_DAMAGED},
        {HEAD "auto a\nauto b\nauto c\nauto d\nauto e\n", FAULT_DAMAGED},
        {HEAD "remote somewhere:1\n", FAULT_DAMAGED},
        {HEAD "auto a\nauto a\n", FAULT_DAMAGED},
        {HEAD "auto run-00000", FAULT_DAMAGED},
        {HEAD "# generation -1\n", FAULT_DAMAGED},
        {HEAD "# generation 99999999999999999999\n", FAULT_DAMAGED},
        {HEAD "# uuid 0000000/-0000-4000-8000-0000000\x1b[2J\n", FAULT_DAMAGED},
        {HEAD "# timezone \xff\n", FAULT_DAMAGED},
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct generation g;
        struct error err = {0};
        put(b, cases[i].text);
        int got = generation_read(b->dir, &g, &err);
        if ((got == 0) != (cases[i].fault == FAULT_NONE) || (got < 0 && err.fault != cases[i].fault))
            fail_msg("case %zu: %d, fault %d: %s", i, got, err.fault, err.text);
    }
}

static void zeros_that_a_crash_left_in_the_file_hide_no_database(void **state)
{
    static const char text[] = HEAD "auto run-000001\n\0\0\0\0\0\0\0\0\0\0\0\n";
    struct bench *b = *state;
    struct generation g;
    struct error err = {0};

    FILE *f = fopen(b->file, "w");
    assert_non_null(f);
    fwrite(text, 1, sizeof text - 1, f);
    fclose(f);
    assert_int_equal(generation_read(b->dir, &g, &err), -1);
    assert_int_equal(err.fault, FAULT_DAMAGED);
}

static void what_a_damaged_file_says_is_not_shown_on_a_terminal(void **state)
{
    struct bench *b = *state;
    struct generation g;
    struct error err = {0};

    put(b, HEAD "\x1b[2J\n");
    assert_int_equal(generation_read(b->dir, &g, &err), -1);
    assert_null(strchr(err.text, '\x1b'));
    assert_non_null(strstr(err.text, "line 5"));
}

/* Every byte, and that a file without a sum, as earlier versions wrote it, is read. */
static void a_changed_byte_is_refused_or_changes_nothing(void **state)
{
    struct bench *b = *state;
    struct generation g, got;
    struct error err;
    char text[1024] = {0}, changed[1024];

    assert_int_equal(generation_new("Europe/London", &g, &err), 0);
    g.number = 12;
    g.database_count = 1;
    snprintf(g.databases[0], sizeof g.databases[0], "delta-000012");
    assert_int_equal(generation_write(b->dir, &g, &err), 0);
    FILE *f = fopen(b->file, "r");
    assert_non_null(f);
    size_t len = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    for (size_t i = 0; i < len; i++) {
        memcpy(changed, text, sizeof text);
        changed[i] ^= 1;
        put(b, changed);
        if (generation_read(b->dir, &got, &err) == 0) {
            assert_string_equal(got.uuid, g.uuid);
            assert_string_equal(got.timezone, g.timezone);
            assert_int_equal(got.number, g.number);
            assert_string_equal(got.databases[0], g.databases[0]);
        }
    }
    char *sum = strstr(text, "# sum ");
    assert_non_null(sum);
    *sum = '\0';
    put(b, text);
    assert_int_equal(generation_read(b->dir, &got, &err), 0);
}

static void an_empty_folder_is_no_archive(void **state)
{
    struct bench *b = *state;
    struct generation g;
    struct error err;

    assert_int_equal(generation_read(b->dir, &g, &err), -1);
    assert_int_equal(err.fault, FAULT_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_written_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_cannot_be_trusted_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(zeros_that_a_crash_left_in_the_file_hide_no_database, setup, teardown),
        cmocka_unit_test_setup_teardown(what_a_damaged_file_says_is_not_shown_on_a_terminal, setup, teardown),
        cmocka_unit_test_setup_teardown(a_changed_byte_is_refused_or_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_folder_is_no_archive, setup, teardown),
    };
    return cmocka_run_group_tests_name("generation", tests, NULL, NULL);
}
