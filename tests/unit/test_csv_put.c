/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_csv_put.c - what is written as comma-separated values is read back as it was, and is no formula. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include <csv.h>
#include <math.h>

#include "archive/csv_put.h"

enum { ROWS_MAX = 4096 };

static void check_cell(const char *text, const char *expected)
{
    struct buffer b = buffer_make(ROWS_MAX);

    assert_true(csv_put_string(&b, text));
    assert_true(csv_end_row(&b));
    assert_int_equal(b.len, strlen(expected) + 2);
    assert_memory_equal(b.data, expected, b.len - 2);
    assert_memory_equal(b.data + b.len - 2, "\r\n", 2);
    buffer_free(&b);
}

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    check_cell("tax cuts", "tax cuts");
    check_cell("a=b", "a=b");
    check_cell("Erdemoğlu’s 5-4", "Erdemoğlu’s 5-4");
    check_cell("", "");
    check_cell(NULL, "");
}

static void what_parts_cells_is_quoted(void **state)
{
    (void)state;
    check_cell("a,b", "\"a,b\"");
    check_cell("say \"no\"", "\"say \"\"no\"\"\"");
    check_cell("\"", "\"\"\"\"");
    check_cell("two\nlines", "\"two\nlines\"");
    check_cell("a;=1+1", "\"a;=1+1\"");
    check_cell(" a", "\" a\"");
    check_cell("a ", "\"a \"");
}

static void no_text_is_a_formula(void **state)
{
    (void)state;
    check_cell("=1+1", "'=1+1");
    check_cell("+44", "'+44");
    check_cell("-tax", "'-tax");
    check_cell("@SUM(A1)", "'@SUM(A1)");
    check_cell("\t=1", "\"'\t=1\"");
    check_cell("\r=1", "\"'\r=1\"");
    check_cell("\n=1", "\"'\n=1\"");
    check_cell("＝1", "'＝1");
    check_cell("＠a", "'＠a");
    check_cell("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
}

static void a_row_is_cells_with_commas_between_them(void **state)
{
    static const char *const names[] = {"word", "n"};
    struct buffer b = buffer_make(ROWS_MAX);

    (void)state;
    csv_put_head(&b, names, 2);
    csv_put_string(&b, "");
    csv_put_number(&b, UINT64_MAX);
    csv_put_real(&b, -12.345, 2);
    csv_put_real(&b, NAN, 2);
    csv_put_text(&b, (struct record_text){"abc", 2});
    csv_put_string(&b, NULL);
    assert_true(csv_end_row(&b));
    assert_string_equal(b.data, "word,n\r\n,18446744073709551615,-12.35,,ab,\r\n");
    buffer_free(&b);
}

static void what_does_not_fit_is_told_at_the_end(void **state)
{
    struct buffer b = buffer_make(8);

    (void)state;
    csv_put_string(&b, "123456789");
    csv_put_string(&b, "1");
    assert_false(csv_end_row(&b));
    assert_true(b.failed);
    buffer_free(&b);
}

/* ---- read back by libcsv ---------------------------------------------- */

struct read_back {
    struct buffer cells; /* each with a 1 byte behind it, rows with a 2 */
};

static void take_cell(void *cell, size_t len, void *ctx)
{
    struct read_back *r = ctx;

    buffer_append(&r->cells, cell, len);
    buffer_putc(&r->cells, 1);
}

static void take_row(int last, void *ctx)
{
    struct read_back *r = ctx;

    (void)last;
    buffer_putc(&r->cells, 2);
}

static void a_reader_finds_what_was_written(void **state)
{
    static const char letters[] = "ab,\"\n;\t \xC3\xA9";
    struct buffer written = buffer_make(1 << 20);
    struct read_back expected = {buffer_make(1 << 20)}, found = {buffer_make(1 << 20)};
    uint32_t seed = 20261126;

    (void)state;
    for (int row = 0; row < 2000; row++) {
        for (int cell = 0; cell < 3; cell++) {
            char text[16];
            size_t len = 0;
            for (; len < 8; len++) {
                seed = seed * 1664525 + 1013904223;
                size_t letter = seed >> 16 & 15;
                if (letter >= 8)
                    break;
                text[len] = letters[letter];
            }
            text[len] = '\0';
            csv_put_string(&written, text);
            if (len && memchr("\t\n", text[0], 2))
                buffer_putc(&expected.cells, '\'');
            take_cell(text, len, &expected);
        }
        csv_end_row(&written);
        take_row(0, &expected);
    }
    struct csv_parser p;
    assert_int_equal(csv_init(&p, CSV_STRICT | CSV_STRICT_FINI), 0);
    assert_int_equal(csv_parse(&p, written.data, written.len, take_cell, take_row, &found), written.len);
    assert_int_equal(csv_fini(&p, take_cell, take_row, &found), 0);
    csv_free(&p);
    assert_int_equal(found.cells.len, expected.cells.len);
    assert_memory_equal(found.cells.data, expected.cells.data, found.cells.len);
    buffer_free(&written);
    buffer_free(&expected.cells);
    buffer_free(&found.cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(what_parts_cells_is_quoted),
        cmocka_unit_test(no_text_is_a_formula),
        cmocka_unit_test(a_row_is_cells_with_commas_between_them),
        cmocka_unit_test(what_does_not_fit_is_told_at_the_end),
        cmocka_unit_test(a_reader_finds_what_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
